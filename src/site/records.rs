//! The records of a site's texts: each file is read once for as long as it stays the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;
use std::sync::Arc;

use rayon::prelude::*;

use crate::AT_ONCE;
use crate::content_file::ContentFile;
use crate::diagnostics::{Code, Diagnostic, SourceText, has_errors};
use crate::kind::{Kind, Kinds};
use crate::placeholder;
use crate::profile::Profile;
use crate::record::{self, Place, Record, SectionText};

/// The texts of sections, by kind (none: the home page) and language (none: the originals').
pub type Sections = BTreeMap<(Option<Kind>, Option<String>), Arc<SectionText>>;

/// What was last read.
pub struct Records {
    profile: Profile,
    /// By path, in order.
    files: Vec<Arc<File>>,
    languages: Vec<String>,
    kinds: Arc<Kinds>,
    changed: Vec<String>,
    /// Paths of the files that are there and cannot be read now.
    unreadable: BTreeSet<String>,
}

/// One file as it was last read.
struct File {
    text: Arc<ContentFile>,
    place: Option<Place>,
    content: Content,
    problems: Vec<Diagnostic>,
}

#[derive(Clone)]
enum Content {
    Entry(Arc<Record>),
    Section(Arc<SectionText>),
    /// The file has no place in a site.
    None,
}

impl Records {
    pub fn new(profile: &Profile) -> Self {
        Self {
            profile: profile.clone(),
            files: Vec::new(),
            languages: Vec::new(),
            kinds: Kinds::builtin(),
            changed: Vec::new(),
            unreadable: BTreeSet::new(),
        }
    }

    /// Reads what is new or differs, in parallel; `texts` stand in the order of their paths. Where a file has errors, what
    /// was last read of it without errors stands in.
    pub fn read(
        &mut self,
        texts: &[Arc<ContentFile>],
        languages: &[String],
        kinds: &Arc<Kinds>,
        problems: &mut Vec<Diagnostic>,
    ) -> (Vec<Arc<Record>>, Sections) {
        if self.languages != languages || !Arc::ptr_eq(&self.kinds, kinds) {
            // Which file is a translation depends on the languages; what it says, on the kinds.
            self.files.clear();
            self.languages = languages.to_vec();
            self.kinds = Arc::clone(kinds);
        }
        let (known, mut gone) = self.known(texts);
        let places: Vec<_> =
            texts.par_iter().zip(&known).map(|(text, file)| place(text, *file, languages, kinds)).collect();
        let files =
            (texts, &places, &known).into_par_iter().with_max_len(AT_ONCE).map(|(text, place, last)| match last {
                Some(last) if Arc::ptr_eq(&last.text, text) => Arc::clone(last),
                _ => {
                    let _span = self.profile.span("record").with("detail", &text.source.path);
                    Arc::new(read(kinds, text, place, last.map(|last| &**last)))
                }
            });
        let files: Vec<_> = files.collect();
        let mut changed = changed(&files, &known);
        changed.append(&mut gone);
        self.changed = changed;
        self.files = files;
        self.gather(problems)
    }

    /// Paths of the texts that the last reading found new, different or gone; given once.
    pub fn take_changed(&mut self) -> Vec<String> {
        mem::take(&mut self.changed)
    }

    /// The texts, with the last state of those that are there and cannot be read now.
    pub fn with_unreadable(
        &mut self,
        mut texts: Vec<Arc<ContentFile>>,
        problems: &[Diagnostic],
    ) -> Vec<Arc<ContentFile>> {
        let path = |problem: &Diagnostic| match &problem.place {
            Some(place) => Some(place.source.path.clone()),
            None => problem.args.iter().find(|(name, _)| *name == "path").map(|(_, path)| path.clone()),
        };
        self.unreadable = problems.iter().filter_map(path).collect();
        if !self.unreadable.is_empty() {
            let read: BTreeSet<&str> = texts.iter().map(|text| text.source.path.as_str()).collect();
            let known = self.files.iter().map(|file| &file.text);
            let lost = known.filter(|text| {
                let path = &text.source.path;
                self.unreadable.contains(path) && !read.contains(path.as_str())
            });
            let stand_in: Vec<_> = lost.cloned().collect();
            texts.extend(stand_in);
            texts.sort_by(|a, b| a.source.path.cmp(&b.source.path));
        }
        texts
    }

    /// Tells which texts are an earlier state of a file that is another now.
    pub fn earlier(&self) -> impl Fn(&Arc<SourceText>) -> bool {
        let stand_ins =
            self.files.iter().filter(|file| file.stands_in() || self.unreadable.contains(&file.text.source.path));
        let now: HashMap<&str, &File> = stand_ins.map(|file| (file.text.source.path.as_str(), &**file)).collect();
        move |text| {
            let file = now.get(text.path.as_str());
            file.is_some_and(|file| self.unreadable.contains(&text.path) || !Arc::ptr_eq(&file.text.source, text))
        }
    }

    /// By text: the file of the same path as it was last read; and the paths of those that are gone.
    fn known(&self, texts: &[Arc<ContentFile>]) -> (Vec<Option<&Arc<File>>>, Vec<String>) {
        let mut files = self.files.iter().peekable();
        let mut gone = Vec::new();
        let known = texts.iter().map(|text| {
            // Nearly every text is the very same as before: comparing addresses spares comparing paths.
            if let Some(same) = files.next_if(|file| Arc::ptr_eq(&file.text, text)) {
                return Some(same);
            }
            while let Some(file) = files.next_if(|file| file.text.source.path < text.source.path) {
                gone.push(file.text.source.path.clone());
            }
            files.next_if(|file| file.text.source.path == text.source.path)
        });
        let known = known.collect();
        gone.extend(files.map(|file| file.text.source.path.clone()));
        (known, gone)
    }

    fn gather(&self, problems: &mut Vec<Diagnostic>) -> (Vec<Arc<Record>>, Sections) {
        let (mut records, mut sections) = (Vec::with_capacity(self.files.len()), Sections::new());
        for file in &self.files {
            problems.extend_from_slice(&file.problems);
            match (&file.content, &file.place) {
                (Content::Entry(record), _) => records.push(Arc::clone(record)),
                (Content::Section(section), Some(Place::Section { kind, language })) => {
                    let earlier = sections.insert((*kind, language.clone()), Arc::clone(section));
                    problems.extend(earlier.map(|earlier| {
                        let problem = Diagnostic::error(Code::SectionTaken).arg("other", &earlier.source.path);
                        problem.in_file(&section.source).and_at(&earlier.source, 0..0)
                    }));
                }
                _ => {}
            }
        }
        (records, sections)
    }
}

fn changed(files: &[Arc<File>], known: &[Option<&Arc<File>>]) -> Vec<String> {
    let is_new = |file: &File, last: Option<&Arc<File>>| last.is_none_or(|last| !Arc::ptr_eq(&last.text, &file.text));
    let changed = files.iter().zip(known).filter(|(file, last)| is_new(file, **last));
    changed.map(|(file, _)| file.text.source.path.clone()).collect()
}

/// What a file is about; it follows from the path.
enum Placed<'f> {
    Known(&'f Place),
    New(Place),
    Nowhere(Box<Diagnostic>),
}

impl Placed<'_> {
    fn get(&self) -> Option<&Place> {
        match self {
            Self::Known(place) => Some(place),
            Self::New(place) => Some(place),
            Self::Nowhere(_) => None,
        }
    }
}

fn place<'f>(text: &ContentFile, known: Option<&'f Arc<File>>, languages: &[String], kinds: &Kinds) -> Placed<'f> {
    if let Some(place) = known.and_then(|file| file.place.as_ref()) {
        return Placed::Known(place);
    }
    match record::identify(&text.source.path, languages, kinds) {
        Ok(place) => Placed::New(place),
        Err(problem) => Placed::Nowhere(Box::new(problem.in_file(&text.source))),
    }
}

fn read(kinds: &Kinds, text: &Arc<ContentFile>, place: &Placed<'_>, last: Option<&File>) -> File {
    let (content, problems) = match place {
        Placed::Known(Place::Entry(identity)) | Placed::New(Place::Entry(identity)) => {
            let (record, mut problems) = record::read(kinds, identity.clone(), text);
            if record.status() != record::Status::Draft {
                problems.extend(placeholder::find(&record.source));
            }
            (Content::Entry(Arc::new(record)), problems)
        }
        Placed::Known(Place::Section { .. }) | Placed::New(Place::Section { .. }) => {
            let (section, problems) = SectionText::read(text, kinds);
            (Content::Section(Arc::new(section)), problems)
        }
        Placed::Nowhere(problem) => (Content::None, vec![(**problem).clone()]),
    };
    // What stands for a file with errors is good itself, or nothing of the file ever was.
    let last_good = last.filter(|last| has_errors(&problems) && (!has_errors(&last.problems) || last.stands_in()));
    let content = last_good.map_or(content, |last| last.content.clone());
    File { text: Arc::clone(text), place: place.get().cloned(), content, problems }
}

impl File {
    /// True where the content is that of an earlier text.
    fn stands_in(&self) -> bool {
        match &self.content {
            Content::Entry(record) => !Arc::ptr_eq(&record.source, &self.text.source),
            Content::Section(section) => !Arc::ptr_eq(&section.source, &self.text.source),
            Content::None => false,
        }
    }
}
