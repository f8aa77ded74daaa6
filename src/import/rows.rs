//! Rows of a table as entries: which column is which field, and what each cell says.

use super::block::{Block, Span};
use super::cell_values::{Value, read};
use super::entry::{Entry, Options, Proposal, one_line};
use super::markdown;
use super::sheet::{Row, cell_name};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Field, Kind, Kinds, Role};
use crate::locale::fold;

/// The name under which a column is the text of its entries.
const BODY: &str = "body";

/// What a column is.
#[derive(Debug, Clone, Copy)]
enum Column {
    Field(&'static Field),
    Body,
}

/// A heading with the name of its field, as an author writes it.
pub type Mapping = (String, String);

/// Checks the names of the fields.
pub fn check(map: &[Mapping], kind: Kind) -> Result<(), Diagnostic> {
    for (_, name) in map {
        if name != BODY && kind.shape().number(name).is_none() {
            let known = kind.shape().names();
            let problem = Diagnostic::error(Code::ImportField).arg("name", name).arg("kind", kind);
            return Err(problem
                .arg("known", known.join(", "))
                .suggest(nearest(name, known.iter().copied().chain([BODY]))));
        }
    }
    Ok(())
}

/// The entries of a table, and what of its cells could not be read.
pub fn entries(rows: &[Row], options: &Options<'_>) -> (Vec<Entry>, Vec<Diagnostic>) {
    let Some((headings, rows)) = rows.split_first() else { return (Vec::new(), Vec::new()) };
    let mut problems = Vec::new();
    let mut columns = Vec::new();
    for heading in &headings.cells {
        match column(&heading.text, options) {
            Some(column) => columns.push((heading.column, column)),
            None => {
                let problem = Diagnostic::warning(Code::ImportColumn).arg("heading", one_line(&heading.text));
                problems.push(problem.arg("cell", cell_name(heading.column, headings.number)));
            }
        }
    }
    let entries = rows.iter().filter_map(|row| entry(row, &columns, options, &mut problems)).collect();
    (entries, problems)
}

/// By the author's own word, by the name of a field, or by its label in any language.
fn column(heading: &str, options: &Options<'_>) -> Option<Column> {
    let folded = fold(heading);
    let mapped = options.map.iter().find(|(known, _)| fold(known) == folded).map(|(_, name)| name.as_str());
    if mapped == Some(BODY) {
        return Some(Column::Body);
    }
    let fields = &options.kind.shape().fields;
    let is_called = |field: &&Field| match mapped {
        Some(name) => field.name == name,
        None => fold(field.name) == folded || labels(options.kinds, field).any(|label| fold(label) == folded),
    };
    fields.iter().find(is_called).map(Column::Field)
}

fn labels<'k>(kinds: &'k Kinds, field: &Field) -> impl Iterator<Item = &'k str> {
    let key = format!("{}.label", field.key);
    ["lt", "en"].into_iter().filter_map(move |language| kinds.words(language)?.text(&key))
}

fn entry(
    row: &Row,
    columns: &[(usize, Column)],
    options: &Options<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Entry> {
    let mut fields = Vec::new();
    let mut title = None;
    let mut body = String::new();
    for (at, column) in columns {
        let text = row.text(*at);
        let cell = || cell_name(*at, row.number);
        match column {
            _ if text.is_empty() => {}
            Column::Body => body = paragraphs(text),
            Column::Field(field) if field.role == Some(Role::Title) => title = Some(text.replace('\n', " ")),
            // Everything that is imported is a draft.
            Column::Field(field) if field.role == Some(Role::Status) => {}
            Column::Field(field) => match read(field, text, options) {
                Value::Known(value) => fields.push(Proposal { field: field.name, value, evidence: None }),
                Value::Doubtful(value) => {
                    problems.push(doubt(Code::ImportCellDoubtful, field, text, &cell()));
                    fields.push(Proposal { field: field.name, value, evidence: None });
                }
                Value::Unread => problems.push(doubt(Code::ImportCell, field, text, &cell())),
            },
        }
    }
    let Some(title) = title else {
        problems.push(Diagnostic::warning(Code::ImportRow).arg("row", row.number));
        return None;
    };
    Some(Entry::of_row(&title, fields, &body, row.number, options))
}

fn doubt(code: Code, field: &Field, text: &str, cell: &str) -> Diagnostic {
    Diagnostic::warning(code)
        .arg("cell", cell)
        .arg("value", one_line(text))
        .arg("field", field.name)
        .arg("type", field.ty.name())
}

/// A cell as a text, a paragraph a line.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let blocks: Vec<_> = lines.map(|line| Block::Paragraph(vec![Span::text(line)])).collect();
    markdown::blocks(&blocks) + "\n"
}

/// Pairs of a heading and a field: `Pavadinimas=title,Savivaldybė=municipality`.
pub fn mapping(text: &str) -> Option<Vec<Mapping>> {
    let pair = |part: &str| {
        let (heading, field) = part.rsplit_once('=')?;
        let (heading, field) = (heading.trim(), field.trim());
        (!heading.is_empty() && !field.is_empty()).then(|| (heading.to_owned(), field.to_owned()))
    };
    text.split(',').filter(|part| !part.trim().is_empty()).map(pair).collect()
}
