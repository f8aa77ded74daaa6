//! Blocks as Markdown of the portal: nested by the width of their markers, so that it reads as it was meant.

use super::block::{Block, Content, Document, List, Span, Table, walk};
use super::inline::{self, Place};
use super::spans;

/// The body of an entry.
pub fn write(document: &Document) -> String {
    let mut parts = Vec::new();
    let text = blocks(&document.blocks);
    if !text.is_empty() {
        parts.push(text);
    }
    for number in used_notes(document) {
        let marker = format!("[^{}]: ", number + 1);
        let text = document.notes.get(number).map_or(String::new(), |note| blocks(note));
        parts.push(indented(&text, &marker, "    "));
    }
    parts.join("\n\n") + "\n"
}

/// The notes that the text refers to, each once, in the order of their numbers.
fn used_notes(document: &Document) -> Vec<usize> {
    let mut used = Vec::new();
    let mut look = |spans: &[Span]| {
        for span in spans {
            if let Content::Note(number) = span.content {
                used.push(number);
            }
        }
    };
    walk(&document.blocks, &mut look);
    document.notes.iter().for_each(|note| walk(note, &mut look));
    used.sort_unstable();
    used.dedup();
    used
}

pub fn blocks(blocks: &[Block]) -> String {
    written(blocks).join("\n\n")
}

/// Each block by itself, without those that say nothing.
fn written(blocks: &[Block]) -> Vec<String> {
    let mut markers = Markers::default();
    blocks.iter().map(|block| self::block(block, &mut markers)).filter(|text| !text.is_empty()).collect()
}

/// Two lists one after the other would be one list if they had the same markers.
#[derive(Debug, Default)]
struct Markers {
    /// Of the list directly before: whether it is numbered, and its marker.
    last: Option<(bool, char)>,
}

impl Markers {
    fn of(&mut self, is_numbered: bool) -> char {
        let (first, second) = if is_numbered { ('.', ')') } else { ('-', '*') };
        let marker = if self.last == Some((is_numbered, first)) { second } else { first };
        self.last = Some((is_numbered, marker));
        marker
    }
}

fn block(block: &Block, markers: &mut Markers) -> String {
    if let Block::List(written) = block {
        return if says(block) { list(written, markers.of(written.first.is_some())) } else { String::new() };
    }
    let text = match block {
        Block::Heading { level, text } => {
            let text = inline::write(text, Place::Heading);
            let hashes = "#".repeat(usize::from((*level).clamp(1, 6)));
            if text.is_empty() { text } else { format!("{hashes} {text}") }
        }
        Block::Paragraph(text) => inline::write(text, Place::Paragraph),
        Block::List(_) => String::new(),
        Block::Table(table) => self::table(table),
        Block::Quote(inner) => {
            let inner = blocks(inner);
            if inner.is_empty() { inner } else { indented(&inner, "> ", "> ") }
        }
        Block::Code(text) => {
            let fence = "`".repeat((inline::longest_run(text, '`') + 1).max(3));
            format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
        }
        Block::Rule => "___".to_owned(),
    };
    if !text.is_empty() {
        markers.last = None;
    }
    text
}

/// Whether anything of a block is seen. Writing it to know would take twice as long at every level.
fn says(block: &Block) -> bool {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) => !spans::tidy(text.clone()).is_empty(),
        Block::List(list) => list.items.iter().flatten().any(says),
        Block::Table(table) => table.rows.iter().any(|row| !row.is_empty()),
        Block::Quote(inner) => inner.iter().any(says),
        Block::Code(_) | Block::Rule => true,
    }
}

/// Empty items say nothing, and several in each other would be a rule.
fn list(list: &List, marker: char) -> String {
    let items = list.items.iter().map(|item| written(item)).filter(|blocks| !blocks.is_empty());
    let items: Vec<_> = items.collect();
    let is_tight = list.items.iter().all(|item| is_tight(item));
    // Markdown knows numbers of at most nine digits.
    let end = |first: u64| first.saturating_add(items.len() as u64);
    let numbers = list.first.filter(|first| end(*first) < 1_000_000_000).unwrap_or(1)..;
    let item = |(number, blocks): (u64, &Vec<String>)| {
        let marker = if list.first.is_some() { format!("{number}{marker} ") } else { format!("{marker} ") };
        let text = blocks.join(if is_tight { "\n" } else { "\n\n" });
        indented(&text, &marker, &" ".repeat(marker.len()))
    };
    let items: Vec<_> = numbers.zip(&items).map(item).collect();
    items.join(if is_tight { "\n" } else { "\n\n" })
}

/// Whether an item can stand without blank lines: a text, perhaps with a list that may interrupt it.
fn is_tight(item: &[Block]) -> bool {
    let interrupts = |list: &List| {
        list.first.is_none_or(|first| first == 1) && list.items.first().is_some_and(|item| item.iter().any(says))
    };
    match item {
        [] | [Block::Paragraph(_) | Block::List(_)] => true,
        [Block::Paragraph(_), Block::List(list)] => interrupts(list),
        _ => false,
    }
}

/// A text whose first line begins with one prefix and all others with another.
fn indented(text: &str, first: &str, others: &str) -> String {
    let line = |(at, line): (usize, &str)| {
        let prefix = if at == 0 { first } else { others };
        if line.is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") }
    };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn table(table: &Table) -> String {
    let is_simple = |cell: &Vec<Block>| matches!(cell[..], [] | [Block::Paragraph(_)]);
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return String::new();
    }
    if table.rows.iter().flatten().all(is_simple) { pipe_table(table, columns) } else { list_table(table, columns) }
}

fn pipe_table(table: &Table, columns: usize) -> String {
    let cell = |row: &Vec<Vec<Block>>, at: usize| match row.get(at).map(Vec::as_slice) {
        Some([Block::Paragraph(text)]) => inline::write(text, Place::Cell),
        _ => String::new(),
    };
    let line = |row| {
        let cells: Vec<_> = (0..columns).map(|at| format!(" {} ", cell(row, at))).collect();
        format!("|{}|", cells.join("|"))
    };
    let mut lines: Vec<_> = table.rows.iter().map(line).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    lines.join("\n")
}

fn list_table(table: &Table, columns: usize) -> String {
    let cell = |row: &Vec<Vec<Block>>, at: usize| {
        let text = row.get(at).map_or(String::new(), |cell| blocks(cell));
        indented(&text, "- ", "  ").trim_end().to_owned()
    };
    let row = |row| {
        let cells: Vec<_> = (0..columns).map(|at| cell(row, at)).collect();
        indented(&cells.join("\n"), "- ", "  ")
    };
    let rows = table.rows.iter().map(row).collect::<Vec<_>>().join("\n");
    let is_header = |cell: &Vec<Block>| matches!(cell[..], [Block::Paragraph(_)]);
    let has_header = table.rows.first().is_some_and(|row| row.len() == columns && row.iter().all(is_header));
    let header = if has_header { " header" } else { "" };
    // A component within another has fewer colons.
    let colons = ":".repeat(inline::longest_run(&rows, ':').max(2) + 1);
    format!("{colons}list-table{header}\n{rows}\n{colons}")
}
