//! All kinds of a site from their descriptions: those of the program, then the site's own.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use super::build::{Builder, Named};
use super::file::KindFile;
use super::words::{About, NeededWords, Words, WordsReader};
use super::{Description, Kind, KindSet, Kinds, Place, builtin};
use crate::diagnostics::{Code, Diagnostic, SourceText, nearest};
use crate::fields::Text;

impl Kinds {
    /// The kinds that every site has.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: LazyLock<Arc<Kinds>> = LazyLock::new(|| Arc::new(Loading::default().load(&[])));
        Arc::clone(&BUILTIN)
    }

    /// The kinds of a site with these files in its folder `kinds/`. Their descriptions live as long as the program, so this is asked once for each
    /// state of the files.
    pub fn load(files: &[Arc<SourceText>]) -> (Arc<Self>, Vec<Diagnostic>) {
        if files.is_empty() {
            return (Self::builtin(), Vec::new());
        }
        let mut loading = Loading::default();
        let kinds = loading.load(files);
        (Arc::new(kinds), loading.problems)
    }
}

#[derive(Default)]
struct Loading {
    named: Vec<Named>,
    facets: BTreeSet<String>,
    words: Words,
    needed_words: Vec<NeededWords>,
    own_icons: Vec<(Arc<SourceText>, Text)>,
    problems: Vec<Diagnostic>,
}

impl Loading {
    fn load(&mut self, own: &[Arc<SourceText>]) -> Kinds {
        let common = self.read(&builtin::common());
        let mut files: Vec<_> = builtin::kinds().map(|source| self.read(&source)).collect();
        files.sort_by_key(|file| file.number);
        let of_program = files.len();
        let (extending, added): (Vec<_>, Vec<_>) =
            own.iter().map(|source| self.read(source)).partition(|file| file.extends.is_some());
        files.extend(added);
        // Every kind is known by name before any field is looked at.
        let files: Vec<_> =
            files.into_iter().enumerate().filter_map(|(at, file)| self.name(at >= of_program, file)).collect();
        let mut extending: Vec<_> = extending.into_iter().filter_map(|file| self.extended(file)).collect();
        let mut fields = Vec::new();
        self.builder(&common, false).fields("field.common", "common", &common.rows, &mut fields, 0);
        let mut list: Vec<Description> = Vec::new();
        for (number, (named, file, is_own)) in files.iter().enumerate() {
            let extensions: Vec<_> = extending.extract_if(.., |(at, _)| *at == number).map(|(_, file)| file).collect();
            list.push(self.description(number, *named, file, *is_own, &extensions, &fields));
        }
        if let Some(description) = list.first() {
            let about = About { name: "common", folder: "", shape: &description.shape, is_whole: false };
            self.read_common_words(&common, &about);
        }
        let list: Vec<Kind> = list.into_iter().map(|description| Kind(Box::leak(Box::new(description)))).collect();
        let of = |place| list.iter().copied().find(|kind: &Kind| kind.is(place)).unwrap_or(list[0]);
        let places = Place::ALL.map(of);
        Kinds {
            list,
            places,
            words: std::mem::take(&mut self.words),
            needed_words: std::mem::take(&mut self.needed_words),
            own_icons: std::mem::take(&mut self.own_icons),
        }
    }

    fn read(&mut self, source: &Arc<SourceText>) -> KindFile {
        let (file, problems) = KindFile::read(source);
        self.problems.extend(problems);
        file
    }

    fn builder(&mut self, file: &KindFile, is_own: bool) -> Builder<'_> {
        Builder {
            source: Arc::clone(&file.source),
            kinds: &self.named,
            is_own,
            facets: &mut self.facets,
            problems: &mut self.problems,
        }
    }

    /// A file with the name of its kind; nothing where there can be no such kind.
    fn name(&mut self, is_own: bool, file: KindFile) -> Option<(Named, KindFile, bool)> {
        let named = self.builder(&file, is_own).named(&file)?;
        if self.named.len() == KindSet::MOST {
            let problem = Diagnostic::error(Code::KindsTooMany).arg("most", KindSet::MOST);
            self.problems.push(problem.in_file(&file.source));
            return None;
        }
        self.named.push(named);
        Some((named, file, is_own))
    }

    /// A file that adds fields, with the number of the kind that it adds them to.
    fn extended(&mut self, file: KindFile) -> Option<(usize, KindFile)> {
        for (setting, span) in &file.unfit {
            let problem = Diagnostic::error(Code::KindSettingUnfit).arg("setting", *setting).arg("with", "extends");
            self.problems.push(problem.at(&file.source, span.clone()));
        }
        let text = file.extends.as_ref()?;
        let number = self.named.iter().position(|kind| *kind.name == *text.text);
        if number.is_none() {
            let names: Vec<_> = self.named.iter().map(|kind| kind.name).collect();
            let near = nearest(&text.text, names.iter().copied());
            let problem = Diagnostic::error(Code::KindUnknown).arg("kind", &text.text).arg("known", names.join(", "));
            self.problems.push(problem.suggest(near).at(&file.source, text.span()));
        }
        Some((number?, file))
    }

    fn description(
        &mut self,
        number: usize,
        named: Named,
        file: &KindFile,
        is_own: bool,
        extensions: &[KindFile],
        common: &[super::Field],
    ) -> Description {
        let mut description = self.builder(file, is_own).description(number, named, file, common);
        for extension in extensions {
            let mut builder = self.builder(extension, true);
            builder.fields(
                &format!("field.{}", named.name),
                named.name,
                &extension.rows,
                &mut description.shape.fields,
                0,
            );
            let required: Vec<_> = extension.rows.fields.iter().filter(|field| field.required).collect();
            for field in required {
                builder.unfit_required(field);
            }
        }
        // With all fields at hand, those that play a role are looked up anew.
        let shape = std::mem::take(&mut description.shape);
        description.shape = super::Shape::new(shape.fields, shape.one_of, shape.short);
        let about = |is_whole| About { name: named.name, folder: named.folder, shape: &description.shape, is_whole };
        for (file, is_whole) in std::iter::once((file, true)).chain(extensions.iter().map(|file| (file, false))) {
            let mut reader = self.words_reader(file);
            if let Some(tree) = &file.words {
                reader.read(tree, &about(is_whole));
            }
        }
        let icon = file.icon.iter().filter(|_| is_own);
        self.own_icons.extend(icon.map(|icon| (Arc::clone(&file.source), icon.clone())));
        let own = std::iter::once(file).filter(|_| is_own).chain(extensions);
        self.needed_words.extend(own.filter_map(|file| NeededWords::of(named.name, &description.shape, file)));
        if is_own && file.words.as_ref().is_none_or(|words| words.0.is_empty()) {
            self.problems
                .push(Diagnostic::warning(Code::KindWordsLacking).arg("kind", named.name).in_file(&file.source));
        }
        description
    }

    fn words_reader<'a>(&'a mut self, file: &'a KindFile) -> WordsReader<'a> {
        let written = file.rows.names().collect();
        WordsReader { source: &file.source, words: &mut self.words, problems: &mut self.problems, written }
    }

    fn read_common_words(&mut self, common: &KindFile, about: &About<'_>) {
        let mut reader = self.words_reader(common);
        if let Some(tree) = &common.words {
            reader.read(tree, about);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;

    #[test]
    fn the_descriptions_of_the_program_are_sound() {
        let mut loading = Loading::default();
        let kinds = loading.load(&[]);
        assert!(loading.problems.is_empty(), "{}", codes(&loading.problems).into_iter().collect::<Vec<_>>().join(" "));
        assert_eq!(kinds.len(), builtin::kinds().count());
        assert!(builtin::kinds().map(|source| loading.read(&source).number).all(|number| number.is_some()));
        for place in Place::ALL {
            assert_eq!(kinds.of_place(place).index(), Some(place));
        }
    }

    #[test]
    fn both_languages_have_all_words() {
        let kinds = Kinds::builtin();
        let keys = |language: &str| kinds.words(language).unwrap().keys().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(keys("lt"), keys("en"));
        for kind in kinds.all() {
            for field in &kind.shape().fields {
                for word in ["label", "help"] {
                    assert!(kinds.words("lt").unwrap().contains(&format!("{}.{word}", field.key)), "{}", field.key);
                }
            }
        }
    }

    const COMPETITION: &str = r#"
name = "competition"
folder = "competitions"
icon = "flag"
counts_as_content = true

[[field]]
name = "host"
type = "reference"
kinds = ["school"]
role = "by"
required = true

[[field]]
name = "level"
type = "choice"
choices = ["school", "country"]
facet = true

[[field]]
name = "stages"
type = "row"
many = true
    [[field.field]]
    name = "label"
    type = "text"
    required = true

[words.lt]
title = "Konkursai"
one = "Konkursas"
count = { one = "{count} konkursas", few = "{count} konkursai", other = "{count} konkursų" }
segment = "konkursai"
[words.lt.fields]
host = "Rengia"
stages = { label = "Etapai", rows = { label = "Pavadinimas" } }
"#;

    fn load(text: &str) -> (Arc<Kinds>, Vec<Diagnostic>) {
        Kinds::load(&[SourceText::new("kinds/competition.toml", text)])
    }

    #[test]
    fn a_site_adds_a_kind_of_its_own() {
        let (kinds, problems) = load(COMPETITION);
        assert!(problems.is_empty(), "{problems:?}");
        let kind = kinds.from_name("competition").unwrap();
        assert_eq!((kind.number(), kind.folder(), kinds.len()), (12, "competitions", 13));
        let words = kinds.words("lt").unwrap();
        for key in ["kind.competition", "field.competition.host.label", "field.competition.stages.rows.label.label"] {
            assert!(words.contains(key), "{key}");
        }
    }

    #[test]
    fn a_site_adds_fields_to_a_kind() {
        let text = "extends = \"practice\"\n[[field]]\nname = \"cost\"\ntype = \"money\"\n";
        let (kinds, problems) = load(text);
        assert!(problems.is_empty(), "{problems:?}");
        let practice = kinds.from_name("practice").unwrap();
        assert!(practice.shape().number("cost").is_some());
        assert_eq!(kinds.len(), 12);
    }

    #[test]
    fn each_mistake_is_told_once_at_its_place() {
        let cases = [
            ("folder = \"competitions\"", "folder = \"schools\"", "kind-name-taken"),
            ("type = \"choice\"", "type = \"choise\"", "unknown-word"),
            ("kinds = [\"school\"]", "kinds = [\"shool\"]", "kind-unknown"),
            ("role = \"by\"", "role = \"host\"", "unknown-word"),
            ("role = \"by\"", "role = \"date\"", "kind-role-unfit"),
            ("name = \"host\"", "name = \"title\"", "kind-field-common"),
            ("name = \"level\"", "name = \"host\"", "kind-field-twice"),
            ("name = \"level\"", "name = \"Level\"", "kind-name-invalid"),
            ("choices = [\"school\", \"country\"]\n", "", "kind-setting-lacking"),
            ("required = true\n\n", "requierd = true\n\n", "unknown-key"),
            ("host = \"Rengia\"", "hots = \"Rengia\"", "kind-word-unknown"),
            ("many = true", "choices = [\"a\"]", "kind-setting-unfit"),
            ("other = \"{count} konkursų\"", "many = \"x\"", "messages-no-other"),
        ];
        for (from, to, code) in cases {
            let text = COMPETITION.replacen(from, to, 1);
            assert_ne!(text, COMPETITION, "{from}");
            let problems = load(&text).1;
            let found: Vec<_> = problems.iter().map(|problem| problem.code.name()).collect();
            assert!(found.contains(&code), "{code}: {found:?}");
            assert!(problems.iter().all(|problem| problem.place.is_some()));
        }
    }
}
