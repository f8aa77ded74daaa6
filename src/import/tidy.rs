//! A document put in order: nothing empty, headings without gaps, lists that were typed as lists.

use super::block::{Block, Content, Document, List, Mark, Remark, Remarks, Span, Table, plain};
use super::spans;

/// The longest line that may be meant as a heading or a title, in characters.
pub const LONGEST_LINE: usize = 150;

/// Cells of the largest table.
const MOST_CELLS: usize = 100_000;

/// The level of a body's highest headings: above it is the title of the page.
const HIGHEST: u8 = 2;

pub fn tidy(document: &mut Document) {
    let remarks = &mut document.remarks;
    document.blocks = blocks(std::mem::take(&mut document.blocks), remarks);
    for note in &mut document.notes {
        *note = blocks(std::mem::take(note), remarks);
    }
    level_headings(&mut document.blocks);
    for block in &document.blocks {
        if let Block::Paragraph(text) = block
            && is_bold_line(text)
        {
            remarks.add_example(Remark::BoldLine, &plain(text));
        }
    }
}

fn blocks(blocks: Vec<Block>, remarks: &mut Remarks) -> Vec<Block> {
    let mut tidied: Vec<Block> = Vec::new();
    for block in blocks {
        for block in self::block(block, remarks) {
            join(&mut tidied, block);
        }
    }
    typed_lists(tidied, remarks)
}

/// What is left of a block.
fn block(block: Block, remarks: &mut Remarks) -> Vec<Block> {
    let one = match block {
        Block::Paragraph(text) => Some(spans::tidy(text)).filter(|text| !text.is_empty()).map(Block::Paragraph),
        Block::Heading { level, text } => {
            Some(spans::tidy(text)).filter(|text| !text.is_empty()).map(|text| Block::Heading { level, text })
        }
        Block::List(List { first, items }) => {
            let items: Vec<_> = items.into_iter().map(|item| blocks(item, remarks)).collect();
            items.iter().any(|item| !item.is_empty()).then_some(Block::List(List { first, items }))
        }
        Block::Quote(inner) => Some(blocks(inner, remarks)).filter(|inner| !inner.is_empty()).map(Block::Quote),
        Block::Table(table) => return self::table(table, remarks),
        Block::Code(_) | Block::Rule => Some(block),
    };
    one.into_iter().collect()
}

fn table(table: Table, remarks: &mut Remarks) -> Vec<Block> {
    let tidied = |row: Vec<Vec<Block>>| row.into_iter().map(|cell| blocks(cell, remarks)).collect::<Vec<_>>();
    let mut rows: Vec<Vec<Vec<Block>>> = table.rows.into_iter().map(tidied).collect();
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    let columns = rows.iter().map(|row| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1)).max();
    let columns = columns.unwrap_or(0);
    if rows.len().saturating_mul(columns) > MOST_CELLS {
        remarks.add(Remark::LargeTable);
        return rows.into_iter().flatten().flatten().collect();
    }
    for row in &mut rows {
        row.resize(columns, Vec::new());
    }
    match columns {
        0 => Vec::new(),
        // A frame around a text.
        1 if rows.len() == 1 => rows.into_iter().flatten().flatten().collect(),
        _ => vec![Block::Table(Table { rows })],
    }
}

/// Lists that go on, and quotations one after the other, are one.
fn join(blocks: &mut Vec<Block>, block: Block) {
    match (blocks.last_mut(), block) {
        (Some(Block::List(before)), Block::List(list)) if before.first.is_some() && goes_on(before, &list) => {
            before.items.extend(list.items);
        }
        (Some(Block::Quote(before)), Block::Quote(more)) => before.extend(more),
        (_, block) => blocks.push(block),
    }
}

fn goes_on(before: &List, list: &List) -> bool {
    before.first.and_then(|first| first.checked_add(before.items.len() as u64)) == list.first
}

/// Levels that follow each other, whatever levels the author skipped.
fn level_headings(blocks: &mut [Block]) {
    let mut open: Vec<u8> = Vec::new();
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            open.retain(|outer| outer < level);
            open.push(*level);
            *level = u8::try_from(open.len()).unwrap_or(u8::MAX).saturating_add(HIGHEST - 1).min(6);
        }
    }
}

/// A short line in bold, which may have been meant as a heading.
pub fn is_bold_line(text: &[Span]) -> bool {
    let is_bold = |span: &Span| span.is_blank() || span.marks.has(Mark::Bold);
    text.iter().all(is_bold) && plain(text).chars().count() <= LONGEST_LINE
}

/// What begins an item that was typed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    Bullet,
    Number(u64),
}

/// Two or more paragraphs with typed bullets, or with numbers that follow each other, are a list.
fn typed_lists(blocks: Vec<Block>, remarks: &mut Remarks) -> Vec<Block> {
    let marks: Vec<_> = blocks.iter().map(typed).collect();
    let mut out = Vec::new();
    let mut rest = blocks.into_iter();
    let mut at = 0;
    while at < marks.len() {
        let length = run(&marks[at..]);
        if length < 2 {
            out.extend(rest.next());
            at += 1;
            continue;
        }
        let first = match marks[at] {
            Some((Typed::Number(number), _)) => Some(number),
            _ => None,
        };
        let lengths = marks[at..at + length].iter().map(|mark| mark.map_or(0, |(_, length)| length));
        let items = lengths.zip(rest.by_ref()).map(|(length, block)| vec![without_mark(block, length)]).collect();
        remarks.add(Remark::TypedList);
        out.push(Block::List(List { first, items }));
        at += length;
    }
    out
}

fn run(marks: &[Option<(Typed, usize)>]) -> usize {
    let Some(Some((first, _))) = marks.first() else { return 0 };
    let fits = |(at, mark): &(usize, &Option<(Typed, usize)>)| match (first, mark) {
        (Typed::Bullet, Some((Typed::Bullet, _))) => true,
        (Typed::Number(first), Some((Typed::Number(number), _))) => first.checked_add(*at as u64) == Some(*number),
        _ => false,
    };
    marks.iter().enumerate().take_while(fits).count()
}

/// The mark that a paragraph begins with, and its length in bytes.
fn typed(block: &Block) -> Option<(Typed, usize)> {
    let Block::Paragraph(text) = block else { return None };
    let Content::Text(text) = &text.first()?.content else { return None };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (typed, length, needs_space) = if digits > 0 && text[digits..].starts_with(['.', ')']) {
        (Typed::Number(text[..digits].parse().ok().filter(|number| *number < 1000)?), digits + 1, true)
    } else {
        let first = text.chars().next().filter(|c| "-–—*•·●▪■◆➢✓".contains(*c))?;
        (Typed::Bullet, first.len_utf8(), matches!(first, '-' | '–' | '—' | '*'))
    };
    (!needs_space || text[length..].is_empty() || text[length..].starts_with(' ')).then_some((typed, length))
}

fn without_mark(block: Block, length: usize) -> Block {
    let Block::Paragraph(mut text) = block else { return block };
    if let Some(Span { content: Content::Text(first), .. }) = text.first_mut() {
        first.drain(..length);
    }
    Block::Paragraph(spans::tidy(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(blocks: Vec<Block>) -> (String, Remarks) {
        let mut document = Document { blocks, ..Document::default() };
        tidy(&mut document);
        (crate::import::markdown::blocks(&document.blocks), document.remarks)
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![Span::text(text)])
    }

    #[test]
    fn typed_lists_are_lists() {
        let lines = [
            "Prieš:",
            "1. Viena",
            "2.  Antra",
            "3) Trečia",
            "- viena",
            "– kita",
            "•trečia",
            "-5 laipsniai",
            "1. Viena",
        ];
        let (text, remarks) = tidied(lines.map(paragraph).to_vec());
        assert_eq!(
            text,
            "Prieš:\n\n1. Viena\n2. Antra\n3. Trečia\n\n- viena\n- kita\n- trečia\n\n-5 laipsniai\n\n1\\. Viena"
        );
        assert!(remarks.has(Remark::TypedList));
    }

    #[test]
    fn headings_follow_each_other() {
        let heading = |level| Block::Heading { level, text: vec![Span::text("A")] };
        let (text, _) = tidied([1, 3, 3, 5, 2, 1].map(heading).to_vec());
        let levels: Vec<_> = text.split("\n\n").map(|line| line.matches('#').count()).collect();
        assert_eq!(levels, [2, 3, 3, 4, 3, 2]);
    }

    #[test]
    fn a_table_of_one_cell_is_a_frame() {
        let cell = |text: &str| vec![paragraph(text)];
        let table = |rows| Block::Table(Table { rows });
        assert_eq!(tidied(vec![table(vec![vec![cell("a"), vec![]], vec![cell(" "), vec![]]])]).0, "a");
        let two = table(vec![vec![cell("a"), cell("b")], vec![cell("c")]]);
        assert_eq!(tidied(vec![two]).0, "| a | b |\n| --- | --- |\n| c |  |");
        let list = vec![paragraph("1. a"), paragraph("2. b")];
        assert_eq!(
            tidied(vec![table(vec![vec![cell("a"), vec![]], vec![cell("c"), list]])]).0,
            ":::list-table\n- - a\n  -\n- - c\n  - 1. a\n    2. b\n:::"
        );
    }
}
