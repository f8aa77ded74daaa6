//! Paragraphs, lists and tables of a .docx.

use super::Reader;
use super::styles;
use super::text::Style;
use crate::diagnostics::Diagnostic;
use crate::import::block::{Block, Mark, Remark, Span, Table};
use crate::import::lists::{self, Place, Placed};
use crate::import::xml::Element;

impl Reader {
    pub fn blocks(&mut self, parent: &Element) -> Result<Vec<Block>, Diagnostic> {
        let mut placed = Vec::new();
        self.add_blocks(parent, &mut placed)?;
        Ok(lists::nest(placed))
    }

    fn add_blocks(&mut self, parent: &Element, placed: &mut Vec<Placed>) -> Result<(), Diagnostic> {
        for element in parent.elements() {
            match &*element.name {
                "w:p" => self.paragraph(element, placed)?,
                "w:tbl" => {
                    let block = Block::Table(self.table(element)?);
                    placed.push(Placed { block, place: Place::Outside });
                }
                "w:sdt" if is_contents(element) => self.document.remarks.add(Remark::Toc),
                "w:sdt" | "w:sdtContent" | "w:customXml" | "w:smartTag" => self.add_blocks(element, placed)?,
                "w:ins" | "w:moveTo" => {
                    self.document.remarks.add(Remark::Changes);
                    self.add_blocks(element, placed)?;
                }
                "w:del" | "w:moveFrom" => self.document.remarks.add(Remark::Changes),
                "mc:AlternateContent" => {
                    if let Some(choice) = element.child("mc:Choice") {
                        self.add_blocks(choice, placed)?;
                    }
                }
                "w:altChunk" => self.document.remarks.add(Remark::Object),
                _ => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element, placed: &mut Vec<Placed>) -> Result<(), Diagnostic> {
        let properties = element.child("w:pPr");
        let style = properties.and_then(|properties| value(properties, "w:pStyle"));
        let mut spans = Vec::new();
        let mut boxes = Vec::new();
        self.inline(element, &Style::default(), &mut spans, &mut boxes)?;
        if self.styles.is_contents(style) {
            self.document.remarks.add(Remark::Toc);
        } else if spans.iter().any(|span| !span.is_blank()) {
            self.add_paragraph(properties, style, spans, placed);
        }
        placed.extend(boxes.into_iter().map(|block| Placed { block, place: Place::Outside }));
        Ok(())
    }

    fn add_paragraph(
        &mut self,
        properties: Option<&Element>,
        style: Option<&str>,
        spans: Vec<Span>,
        placed: &mut Vec<Placed>,
    ) {
        let outline = properties.and_then(|properties| value(properties, "w:outlineLvl")?.parse::<u8>().ok());
        let outline = outline.filter(|level| *level < 9).map(|level| level + 1);
        if self.styles.is_title(style) && self.document.title.is_none() {
            self.document.title = Some(crate::import::block::plain(&spans));
            return;
        }
        if let Some(level) = outline.or_else(|| self.styles.heading(style)) {
            // A numbered heading counts, though its number is not written.
            self.place(properties, style);
            placed.push(Placed { block: Block::Heading { level, text: without_bold(spans) }, place: Place::Outside });
            return;
        }
        let place = self.place(properties, style);
        let text = Block::Paragraph(spans);
        let block = if self.styles.is_quote(style) { Block::Quote(vec![text]) } else { text };
        placed.push(Placed { block, place });
    }

    /// Where a paragraph stands among lists.
    fn place(&mut self, properties: Option<&Element>, style: Option<&str>) -> Place {
        let own = properties.and_then(styles::num);
        let is_taken_away = own.as_ref().is_some_and(|(id, _)| id == "0");
        let item = if is_taken_away { None } else { own.or_else(|| self.styles.num(style)) };
        let Some((id, level)) = item else {
            let is_indented = properties.and_then(indent).is_some_and(|indent| indent > 0);
            return if is_taken_away && is_indented { Place::Child } else { Place::Outside };
        };
        match self.numbering.item(&id, level, &self.styles) {
            Some(item) => {
                if item.is_lettered {
                    self.document.remarks.add(Remark::ListLetters);
                }
                Place::Item { level, number: item.number }
            }
            None => Place::Outside,
        }
    }

    fn table(&mut self, table: &Element) -> Result<Table, Diagnostic> {
        let mut rows = Vec::new();
        self.rows(table, &mut rows)?;
        Ok(Table { rows })
    }

    fn rows(&mut self, parent: &Element, rows: &mut Vec<Vec<Vec<Block>>>) -> Result<(), Diagnostic> {
        for element in parent.elements() {
            match &*element.name {
                "w:tr" if element.at(&["w:trPr", "w:del"]).is_some() => self.document.remarks.add(Remark::Changes),
                "w:tr" => {
                    let mut row = Vec::new();
                    self.cells(element, &mut row)?;
                    rows.push(row);
                }
                "w:sdt" | "w:sdtContent" | "w:customXml" => self.rows(element, rows)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn cells(&mut self, parent: &Element, row: &mut Vec<Vec<Block>>) -> Result<(), Diagnostic> {
        /// More columns than Word has.
        const MOST: usize = 64;
        for element in parent.elements() {
            match &*element.name {
                "w:tc" => {
                    row.push(self.blocks(element)?);
                    let properties = element.child("w:tcPr");
                    let span = properties.and_then(|properties| value(properties, "w:gridSpan")?.parse::<usize>().ok());
                    let more = span.unwrap_or(1).clamp(1, MOST) - 1;
                    row.extend(std::iter::repeat_n(Vec::new(), more));
                    if more > 0 || properties.is_some_and(|properties| properties.child("w:vMerge").is_some()) {
                        self.document.remarks.add(Remark::MergedCells);
                    }
                }
                "w:sdt" | "w:sdtContent" | "w:customXml" => self.cells(element, row)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn value<'e>(properties: &'e Element, name: &str) -> Option<&'e str> {
    properties.child(name)?.attribute("w:val")
}

fn indent(properties: &Element) -> Option<i64> {
    let indent = properties.child("w:ind")?;
    indent.attribute("w:left").or_else(|| indent.attribute("w:start"))?.parse().ok()
}

fn is_contents(sdt: &Element) -> bool {
    let gallery = sdt.at(&["w:sdtPr", "w:docPartObj", "w:docPartGallery"]);
    gallery.and_then(|gallery| gallery.attribute("w:val")) == Some("Table of Contents")
}

/// A heading is strong by itself.
pub fn without_bold(mut spans: Vec<Span>) -> Vec<Span> {
    if spans.iter().all(|span| span.is_blank() || span.marks.has(Mark::Bold)) {
        for span in &mut spans {
            span.marks.set(Mark::Bold, false);
        }
    }
    spans
}
