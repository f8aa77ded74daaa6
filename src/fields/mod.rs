//! Typed reading of a TOML table: each field is asked for once, and that one question decodes it, finds what is wrong
//! with it, makes its name known and describes it for the schema.
//!
//! A [`Reader`] never stops at a problem: it notes it and goes on, so that one run lists all of a file's mistakes. A
//! reader without a table asks the same questions of nothing and so collects the schema. This module must not know
//! which fields there are.

mod reader;
mod schema;
mod syntax;
mod unknown;
mod values;

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, SourceText};

pub use reader::{Reader, Row, Table, read_row, read_row_with};
pub use schema::{FieldShape, object_schema};
pub use values::{Extra, OneOrMany, Text, is_direction_control, wrong};

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

/// A parsed TOML text with the problems of its syntax. What stands on a line that cannot be read is left out: whatever could be told of
/// it would follow from what is told already.
pub fn parse(source: &Arc<SourceText>, range: Range<usize>) -> (Spanned<DeTable<'_>>, Vec<Diagnostic>) {
    let text = &source.text[range.clone()];
    let (mut table, errors) = DeTable::parse_recoverable(text);
    let spoken = errors.iter().map(|error| (error.message(), visible(text, error.span().unwrap_or(0..0))));
    let problems = syntax::problems(text, spoken);
    if !problems.is_empty() {
        let lines: Vec<_> = problems.iter().map(|(_, span)| syntax::line_at(text, span.start)).collect();
        leave_out(table.get_mut(), &lines);
    }
    let placed = |(problem, span): (Diagnostic, Range<usize>)| {
        problem.at(source, span.start + range.start..span.end + range.start)
    };
    (table, problems.into_iter().map(placed).collect())
}

/// Removes the keys that stand on these lines.
fn leave_out(table: &mut DeTable<'_>, lines: &[Range<usize>]) {
    for (_, value) in table.iter_mut() {
        match value.get_mut() {
            DeValue::Table(table) => leave_out(table, lines),
            DeValue::Array(rows) => rows.iter_mut().for_each(|row| {
                if let DeValue::Table(row) = row.get_mut() {
                    leave_out(row, lines);
                }
            }),
            _ => {}
        }
    }
    let is_on_line = |key: &&Spanned<_>| lines.iter().any(|line| line.contains(&key.span().start));
    let gone: Vec<String> = table.keys().filter(is_on_line).map(|key| key.get_ref().to_string()).collect();
    for key in gone {
        table.remove(key.as_str());
    }
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
