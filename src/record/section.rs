//! `_index.md`: title and introduction of a section's list page, or of the home page.

use std::sync::Arc;

use super::digest::{BodyLink, body_link};
use crate::content_file::{Body, ContentFile};
use crate::diagnostics::{Diagnostic, SourceText};
use crate::fields::{self, Context, Extra, Reader};
use crate::kind::Kinds;

/// Title and introduction of a section, or of the home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionText {
    pub source: Arc<SourceText>,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub body: Body,
    /// What the body links to within the site, in its order.
    pub links: Box<[BodyLink]>,
}

impl SectionText {
    pub fn read(file: &ContentFile, kinds: &Kinds) -> (Self, Vec<Diagnostic>) {
        let ContentFile { source, parts, body, problem, .. } = file;
        let mut problems: Vec<_> = problem.as_deref().cloned().into_iter().collect();
        let (table, syntax) = fields::parse(source, parts.front.clone());
        problems.extend(syntax);
        let mut context = Context { source, offset: parts.front.start, problems: Vec::new() };
        let mut reader = Reader::new(table.get_ref(), 0..0, &mut context).forgiving(!problems.is_empty());
        let (title, summary) = (reader.optional("title"), reader.optional("summary"));
        reader.optional::<Extra>("extra");
        reader.finish();
        problems.append(&mut context.problems);
        let links = file.links.iter().filter_map(|text| body_link(&source.path, text, kinds)).collect();
        (Self { source: Arc::clone(source), title, summary, body: body.clone(), links }, problems)
    }
}
