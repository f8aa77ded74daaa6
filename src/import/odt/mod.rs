//! Documents of LibreOffice and others (.odt, OpenDocument 1.3).

mod styles;
mod text;

use std::collections::HashMap;

use super::archive::{Archive, broken};
use super::block::{Block, Document, List, Remark, Table, plain};
use super::docx::without_bold;
use super::pictures::Pictures;
use super::xml::Element;
use crate::diagnostics::{Code, Diagnostic};
use styles::Styles;

/// Empty cells may be repeated; sheets do it a million times.
const MOST_REPEATED: usize = 64;

pub fn read(bytes: Vec<u8>) -> Result<Document, Diagnostic> {
    let mut archive = Archive::open(bytes)?;
    if archive.xml("META-INF/manifest.xml")?.is_some_and(|manifest| is_encrypted(&manifest)) {
        return Err(Diagnostic::error(Code::ImportOldFormat));
    }
    let styles = archive.xml("styles.xml")?.unwrap_or_default();
    let root = archive.xml("content.xml")?.ok_or_else(|| broken(()))?;
    let text = root.at(&["office:body", "office:text"]);
    let text = text.ok_or_else(|| Diagnostic::error(Code::ImportNotADocument))?;
    let mut reader = Reader {
        styles: Styles::new(&[&styles, &root]),
        document: Document::default(),
        pictures: Pictures::default(),
        counted: HashMap::new(),
        archive,
    };
    let mut blocks = Vec::new();
    reader.add_blocks(text, &mut blocks)?;
    reader.document.blocks = blocks;
    reader.see_what_is_left_out(&styles);
    reader.document.pictures = reader.pictures.files;
    Ok(reader.document)
}

fn is_encrypted(element: &Element) -> bool {
    element.name.ends_with("encryption-data") || element.elements().any(is_encrypted)
}

struct Reader {
    archive: Archive,
    styles: Styles,
    document: Document,
    pictures: Pictures,
    /// The last number of a list, by its id or its style, for lists that go on.
    counted: HashMap<String, u64>,
}

impl Reader {
    fn blocks(&mut self, parent: &Element) -> Result<Vec<Block>, Diagnostic> {
        let mut blocks = Vec::new();
        self.add_blocks(parent, &mut blocks)?;
        Ok(blocks)
    }

    fn add_blocks(&mut self, parent: &Element, blocks: &mut Vec<Block>) -> Result<(), Diagnostic> {
        parent.elements().try_for_each(|element| self.add_block(element, blocks))
    }

    fn add_block(&mut self, element: &Element, blocks: &mut Vec<Block>) -> Result<(), Diagnostic> {
        match &*element.name {
            "text:p" | "text:h" => self.paragraph(element, blocks)?,
            "text:list" => self.add_list(element, None, 1, blocks)?,
            "table:table" => {
                let mut rows = Vec::new();
                self.add_rows(element, &mut rows)?;
                blocks.push(Block::Table(Table { rows }));
            }
            "text:tracked-changes" => self.document.remarks.add(Remark::Changes),
            "text:table-of-content" | "text:alphabetical-index" | "text:illustration-index" => {
                self.document.remarks.add(Remark::Toc);
            }
            "office:forms" if element.elements().next().is_some() => self.document.remarks.add(Remark::Form),
            "text:section" if element.attribute("text:display") == Some("none") => {
                self.document.remarks.add_example(Remark::Hidden, &element.text());
            }
            "text:section" | "text:numbered-paragraph" | "draw:text-box" => self.add_blocks(element, blocks)?,
            "draw:frame" | "draw:custom-shape" | "draw:g" => {
                let (mut spans, mut boxes) = (Vec::new(), Vec::new());
                self.frame(element, &text::Style::default(), &mut spans, &mut boxes)?;
                if !spans.is_empty() {
                    blocks.push(Block::Paragraph(spans));
                }
                blocks.append(&mut boxes);
            }
            _ => {}
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element, blocks: &mut Vec<Block>) -> Result<(), Diagnostic> {
        let style = element.attribute("text:style-name");
        let (mut spans, mut boxes) = (Vec::new(), Vec::new());
        let marks = self.styles.paragraph_marks(style);
        if self.styles.is_hidden("paragraph", style) {
            self.document.remarks.add_example(Remark::Hidden, &element.text());
            return Ok(());
        }
        self.inline(element, &text::Style { marks, link: None }, &mut spans, &mut boxes)?;
        if spans.iter().all(super::block::Span::is_blank) {
        } else if &*element.name == "text:h" {
            let level = element.attribute("text:outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
            blocks.push(Block::Heading { level, text: without_bold(spans) });
        } else if self.styles.is_called(style, "Title") && self.document.title.is_none() {
            self.document.title = Some(plain(&spans));
        } else if self.styles.is_called(style, "Quotations") {
            blocks.push(Block::Quote(vec![Block::Paragraph(spans)]));
        } else {
            blocks.push(Block::Paragraph(spans));
        }
        blocks.append(&mut boxes);
        Ok(())
    }

    fn add_list(
        &mut self,
        list: &Element,
        style: Option<&str>,
        level: usize,
        blocks: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        let style = list.attribute("text:style-name").or(style);
        let numbering = self.styles.level(style, level);
        let key = format!("{}/{level}", style.unwrap_or_default());
        let goes_on = || {
            let after = list.attribute("text:continue-list").and_then(|id| self.counted.get(id));
            let same = (list.attribute("text:continue-numbering") == Some("true")).then(|| self.counted.get(&key));
            after.or(same.flatten()).map(|last| last.saturating_add(1))
        };
        let mut number = goes_on().unwrap_or(numbering.start);
        let mut open = List { first: None, items: Vec::new() };
        for item in list.elements() {
            if let Some(start) = item.attribute("text:start-value").and_then(|start| start.parse().ok()) {
                finish(&mut open, blocks);
                number = start;
            }
            let contents = self.item(item, style, level)?;
            if matches!(contents[..], [Block::Heading { .. }, ..]) {
                // A numbered heading is a heading.
                finish(&mut open, blocks);
                blocks.extend(contents);
                continue;
            }
            if open.items.is_empty() {
                open.first = numbering.is_numbered.then_some(number.min(999_999_999));
            }
            open.items.push(contents);
            number = number.saturating_add(1);
        }
        if numbering.is_lettered && !open.items.is_empty() {
            self.document.remarks.add(Remark::ListLetters);
        }
        finish(&mut open, blocks);
        let counted = number.saturating_sub(1);
        self.counted.insert(key, counted);
        if let Some(id) = list.attribute("xml:id") {
            self.counted.insert(id.to_owned(), counted);
        }
        Ok(())
    }

    fn item(&mut self, item: &Element, style: Option<&str>, level: usize) -> Result<Vec<Block>, Diagnostic> {
        let mut blocks = Vec::new();
        for element in item.elements() {
            match &*element.name {
                "text:list" => self.add_list(element, style, level + 1, &mut blocks)?,
                _ => self.add_block(element, &mut blocks)?,
            }
        }
        Ok(blocks)
    }

    /// A row that is repeated is empty: only sheets repeat others.
    fn add_rows(&mut self, parent: &Element, rows: &mut Vec<Vec<Vec<Block>>>) -> Result<(), Diagnostic> {
        for element in parent.elements() {
            match &*element.name {
                "table:table-row" => rows.push(self.cells(element)?),
                "table:table-header-rows" | "table:table-rows" | "table:table-row-group" => {
                    self.add_rows(element, rows)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn cells(&mut self, row: &Element) -> Result<Vec<Vec<Block>>, Diagnostic> {
        let mut cells = Vec::new();
        for element in row.elements() {
            match &*element.name {
                "table:table-cell" => cells.push(self.blocks(element)?),
                "table:covered-table-cell" => {
                    self.document.remarks.add(Remark::MergedCells);
                    cells.push(Vec::new());
                }
                _ => continue,
            }
            let times = element.attribute("table:number-columns-repeated").and_then(|times| times.parse().ok());
            if cells.last().is_some_and(Vec::is_empty) {
                let more = times.unwrap_or(1_usize).clamp(1, MOST_REPEATED) - 1;
                cells.extend(std::iter::repeat_n(Vec::new(), more));
            }
        }
        Ok(cells)
    }

    fn see_what_is_left_out(&mut self, styles: &Element) {
        let pages = styles.child("office:master-styles");
        for page in pages.into_iter().flat_map(Element::elements).flat_map(Element::elements) {
            let text = page.text();
            if (page.name.starts_with("style:header") || page.name.starts_with("style:footer"))
                && !text.trim().is_empty()
            {
                self.document.remarks.add_example(Remark::Header, &text);
            }
        }
        if self.archive.has_macros() {
            self.document.remarks.add(Remark::Macro);
        }
    }
}

fn finish(list: &mut List, blocks: &mut Vec<Block>) {
    if !list.items.is_empty() {
        blocks.push(Block::List(std::mem::replace(list, List { first: None, items: Vec::new() })));
    }
}
