//! Typed reading of a TOML table: each field is asked for once, and that one question decodes it, finds what is wrong
//! with it, makes its name known and describes it for the schema.
//!
//! A [`Reader`] never stops at a problem: it notes it and goes on, so that one run lists all of a file's mistakes. A
//! reader without a table asks the same questions of nothing and so collects the schema. This module must not know
//! which fields there are.

mod reader;
mod schema;
mod syntax;
mod values;

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, SourceText};

pub use reader::{Reader, Row, Table, read_row, read_row_with};
pub use schema::{FieldShape, object_schema};
pub use values::{Extra, OneOrMany, Text, wrong};

/// What a field's value is read with: where the text came from, and where problems go.
pub struct Context<'a> {
    pub source: &'a Arc<SourceText>,
    /// Byte offset of the TOML text within the source.
    pub offset: usize,
    pub problems: Vec<Diagnostic>,
}

impl Context<'_> {
    /// A span of the TOML text as a span of the source.
    pub fn span(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }

    pub fn report(&mut self, problem: Diagnostic, span: Range<usize>) {
        let span = self.span(span);
        self.problems.push(problem.at(self.source, span));
    }
}

/// A value that a field can hold.
pub trait Value: Sized {
    /// Reads the value; what is wrong goes to the context. `name` is the field's, for the texts.
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self>;

    /// The value's JSON Schema (draft 2020-12).
    fn schema() -> serde_json::Value;
}

/// A parsed TOML text with the problems of its syntax.
pub fn parse(source: &Arc<SourceText>, range: Range<usize>) -> (Spanned<DeTable<'_>>, Vec<Diagnostic>) {
    let text = &source.text[range.clone()];
    let (table, errors) = DeTable::parse_recoverable(text);
    let problems = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            let span = visible(text, span);
            Diagnostic::error(syntax::code(error.message()))
                .arg("reason", error.message())
                .at(source, span.start + range.start..span.end + range.start)
        })
        .collect();
    (table, problems)
}

/// An error at the end of a line points at the line break; the caret should stand on something that can be seen.
fn visible(text: &str, span: Range<usize>) -> Range<usize> {
    let start = span.start.min(text.len());
    if text[..start].ends_with('\n') && start == text.len() && start > 0 {
        start - 1..start - 1
    } else {
        start..span.end
    }
}
