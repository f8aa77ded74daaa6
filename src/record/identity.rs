//! Which entry a file is about, read from its path alone.

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Kind, Kinds};

/// The entry that a content file is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub kind: Kind,
    /// The entry's id within its kind: lower-case ASCII letters, digits and hyphens.
    pub id: String,
    /// Language that the file's name says; none for the portal's first.
    pub language: Option<String>,
    /// Folder of the entry's own files, relative to the site's root, when it has one.
    pub bundle: Option<String>,
}

/// What a file under `content/` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Entry(Identity),
    /// Title and introduction of a section's list page; of the home page without a kind.
    Section {
        kind: Option<Kind>,
        language: Option<String>,
    },
}

/// Tells what the file at `path` is. `languages` are those of the translations.
pub fn identify(path: &str, languages: &[String], kinds: &Kinds) -> Result<Place, Diagnostic> {
    let below = path.strip_prefix("content/").unwrap_or(path);
    let (folders, file) = below.rsplit_once('/').unwrap_or(("", below));
    let stem = file.strip_suffix(".md").or_else(|| file.strip_suffix(".MD")).unwrap_or(file);
    let (stem, language) = split_language(stem, languages)?;
    let kind = match folders.split('/').next().unwrap_or("") {
        "" if stem == "_index" => return Ok(Place::Section { kind: None, language }),
        "" => return Err(Diagnostic::error(Code::ContentOutside).arg("path", path)),
        folder => kinds.from_folder(folder).ok_or_else(|| unknown_folder(folder, kinds))?,
    };
    if stem == "_index" {
        if folders.contains('/') {
            let right = file.replace(".MD", ".md");
            let right = format!("content/{}/{right}", kind.folder());
            return Err(Diagnostic::error(Code::SectionNested).arg("suggestion", right));
        }
        return Ok(Place::Section { kind: Some(kind), language });
    }
    let (id, bundle) = match folders.rsplit_once('/') {
        Some((_, folder)) if stem == "index" => (folder, Some(format!("content/{folders}"))),
        None if stem == "index" => return Err(Diagnostic::error(Code::IndexOutside).arg("path", path)),
        _ => (stem, None),
    };
    if !is_id(id) {
        return Err(Diagnostic::error(Code::IdInvalid).arg("id", id).arg("suggestion", crate::locale::slugify(id)));
    }
    Ok(Place::Entry(Identity { kind, id: id.to_owned(), language, bundle }))
}

/// True for an id as the contract wants it.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn split_language<'s>(stem: &'s str, languages: &[String]) -> Result<(&'s str, Option<String>), Diagnostic> {
    let Some((before, ending)) = stem.rsplit_once('.') else { return Ok((stem, None)) };
    if languages.iter().any(|language| language == ending) {
        return Ok((before, Some(ending.to_owned())));
    }
    if (2..=3).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Err(Diagnostic::error(Code::LanguageUnknown).arg("language", ending));
    }
    Ok((stem, None))
}

fn unknown_folder(folder: &str, kinds: &Kinds) -> Diagnostic {
    let folders = kinds.folders();
    Diagnostic::error(Code::FolderUnknown)
        .arg("folder", folder)
        .arg("known", folders.join(", "))
        .suggest(nearest(folder, folders.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> Kind {
        Kinds::builtin().from_name(name).unwrap()
    }

    fn entry(path: &str) -> (Kind, String, Option<String>, Option<String>) {
        match identify(path, &["en".to_owned()], &Kinds::builtin()) {
            Ok(Place::Entry(entry)) => (entry.kind, entry.id, entry.language, entry.bundle),
            other => panic!("{path}: {other:?}"),
        }
    }

    fn code(path: &str) -> &'static str {
        identify(path, &["en".to_owned()], &Kinds::builtin()).expect_err(path).code.name()
    }

    #[test]
    fn the_path_gives_kind_id_language_and_bundle() {
        assert_eq!(entry("content/practices/a-1.md"), (kind("practice"), "a-1".into(), None, None));
        assert_eq!(
            entry("content/practices/2024/rudo/a.en.md"),
            (kind("practice"), "a".into(), Some("en".into()), None)
        );
        assert_eq!(
            entry("content/schools/sub/x/index.en.md"),
            (kind("school"), "x".into(), Some("en".into()), Some("content/schools/sub/x".into()))
        );
    }

    #[test]
    fn section_texts_are_no_entries() {
        let section = Place::Section { kind: Some(kind("news")), language: None };
        assert_eq!(identify("content/news/_index.md", &[], &Kinds::builtin()), Ok(section));
        assert_eq!(
            identify("content/_index.md", &[], &Kinds::builtin()),
            Ok(Place::Section { kind: None, language: None })
        );
    }

    #[test]
    fn what_is_out_of_place_is_told() {
        assert_eq!(code("content/practises/a.md"), "folder-unknown");
        assert_eq!(code("content/a.md"), "content-outside");
        assert_eq!(code("content/news/Naujiena viena.md"), "id-invalid");
        assert_eq!(code("content/news/a.de.md"), "language-unknown");
        assert_eq!(code("content/news/index.md"), "index-outside");
    }
}
