//! What came of a site, and what a test may expect of it.

use avilys::diagnostics::{Catalogue, Diagnostic, position, render_all};
use serde_json::Value;

use super::{Tree, html};

/// The pages of a site, or its problems.
pub struct Built {
    pub files: Tree,
    pub problems: Vec<Diagnostic>,
    catalogue: Catalogue,
}

/// One file of the output.
pub struct File<'a> {
    path: String,
    pub text: &'a str,
}

impl Built {
    pub fn new(files: Tree, problems: Vec<Diagnostic>, language: &str) -> Self {
        Self { files, problems, catalogue: Catalogue::for_language(language) }
    }

    /// The problems as the terminal shows them, without colours.
    pub fn stderr(&self) -> String {
        render_all(&self.problems, &self.catalogue, false)
    }

    /// The same in a language of the program.
    pub fn in_language(&self, language: &str) -> String {
        render_all(&self.problems, &Catalogue::for_language(language), false)
    }

    /// There is neither an error nor a warning.
    pub fn ok(&self) -> &Self {
        assert!(self.problems.is_empty(), "{}", self.stderr());
        self
    }

    /// There is at least one error.
    pub fn fails(&self) -> &Self {
        assert!(self.problems.iter().any(Diagnostic::is_error), "no error, but:\n{}", self.stderr());
        self
    }

    /// The problems are just these, in the order of files and lines.
    pub fn codes<const N: usize>(&self, expected: [&str; N]) -> &Self {
        let found: Vec<_> = self.problems.iter().map(|problem| problem.code.name()).collect();
        assert_eq!(found, expected, "\n{}", self.stderr());
        self
    }

    /// The one problem with this code.
    pub fn diagnostic(&self, code: &str) -> &Diagnostic {
        let mut found = self.problems.iter().filter(|problem| problem.code.name() == code);
        match (found.next(), found.next()) {
            (Some(problem), None) => problem,
            (None, _) => panic!("no problem {code}, but:\n{}", self.stderr()),
            _ => panic!("more than one {code}:\n{}", self.stderr()),
        }
    }

    /// A problem with this code stands at `path:line:column`.
    pub fn problem_at(&self, code: &str, place: &str) -> &Self {
        let places: Vec<_> = self.problems.iter().filter(|problem| problem.code.name() == code).map(place_of).collect();
        assert!(places.iter().any(|found| found == place), "{code} at {places:?}, not at {place}\n{}", self.stderr());
        self
    }

    pub fn stderr_is(&self, expected: &str) -> &Self {
        assert_eq!(self.stderr().trim(), expected.trim());
        self
    }

    pub fn has_file(&self, path: &str) -> &Self {
        assert!(self.files.contains_key(path), "{path} is not among {}", self.paths());
        self
    }

    pub fn lacks_file(&self, path: &str) -> &Self {
        assert!(!self.files.contains_key(path), "{path} is there");
        self
    }

    pub fn file(&self, path: &str) -> File<'_> {
        let bytes = self.files.get(path).unwrap_or_else(|| {
            panic!("{path} is not among {}\n{}", self.paths(), self.stderr());
        });
        File { path: path.to_owned(), text: std::str::from_utf8(bytes).expect("a text") }
    }

    /// The view of the page at an address such as `mokyklos/a/`, of a site made by [`super::TestSite::of_views`].
    pub fn page(&self, url: &str) -> Value {
        let file = self.file(&format!("{url}index.html"));
        serde_json::from_str(file.text).unwrap_or_else(|error| panic!("{url}: {error}\n{}", file.text))
    }

    fn paths(&self) -> String {
        self.files.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// `path:line:column` of a problem; empty when it has no place.
pub fn place_of(problem: &Diagnostic) -> String {
    problem.place.as_ref().map_or(String::new(), |place| {
        let (line, column) = position(place);
        format!("{}:{line}:{column}", place.source.path)
    })
}

impl File<'_> {
    pub fn is(&self, text: &str) -> &Self {
        assert_eq!(self.text, text, "{}", self.path);
        self
    }

    pub fn contains(&self, part: &str) -> &Self {
        assert!(self.text.contains(part), "{} lacks {part:?}:\n{}", self.path, self.text);
        self
    }

    pub fn not_contains(&self, part: &str) -> &Self {
        assert!(!self.text.contains(part), "{} has {part:?}:\n{}", self.path, self.text);
        self
    }

    /// What a reader sees holds this text; white space, also the non-breaking, counts as one space.
    pub fn shows(&self, part: &str) -> &Self {
        let text = html::visible(self.text);
        assert!(text.contains(part), "{} does not show {part:?}:\n{text}", self.path);
        self
    }
}
