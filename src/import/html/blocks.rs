//! Blocks of a page: headings, lists, tables.

use dom_query::NodeRef;

use super::text::{Style, note_number};
use super::{Flow, Reader};
use crate::import::block::{Block, List, Remark, Table};

/// Columns of the widest table.
const COLUMNS: usize = 64;

impl Reader<'_> {
    /// Reads an element that is a block; says whether it was one.
    pub fn block(&mut self, name: &str, node: &NodeRef<'_>, style: &Style, flow: &mut Flow, depth: usize) -> bool {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse().unwrap_or(1);
                let mut inner = Flow::default();
                self.children(node, style, &mut inner, depth);
                flow.push(Block::Heading { level, text: crate::import::docx::without_bold(inner.spans) });
                flow.blocks.append(&mut inner.blocks);
            }
            "ul" | "ol" | "menu" => self.list(node, name == "ol", style, flow, depth),
            "table" => self.table(node, style, flow, depth),
            "blockquote" => {
                let inner = self.contents(node, style, depth);
                flow.push(Block::Quote(inner));
            }
            "pre" => flow.push(Block::Code(node.text().to_string())),
            "hr" => flow.push(Block::Rule),
            "head" | "script" | "style" | "o:p" => {}
            "div" if node.id_attr().is_some_and(|id| note_number(&id).is_some()) => self.note_body(node, style, depth),
            "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "center" | "figure" | "figcaption"
            | "address" | "dl" | "dt" | "dd" | "details" | "summary" | "fieldset" | "form" | "body" | "html" | "li"
            | "caption" => {
                flow.end_paragraph();
                self.children(node, style, flow, depth);
                flow.end_paragraph();
            }
            _ => return false,
        }
        true
    }

    fn note_body(&mut self, node: &NodeRef<'_>, style: &Style, depth: usize) {
        let Some(number) = node.id_attr().and_then(|id| note_number(&id)) else { return };
        let mark = node.descendants_it().find(|node| node.has_class("sdfootnotesym"));
        if let Some(mark) = mark {
            mark.remove_from_parent();
        }
        let body = self.contents(node, style, depth);
        let notes = &mut self.document.notes;
        notes.resize(notes.len().max(number + 1), Vec::new());
        notes[number] = body;
    }

    fn list(&mut self, node: &NodeRef<'_>, is_numbered: bool, style: &Style, flow: &mut Flow, depth: usize) {
        let number = |node: &NodeRef<'_>, name: &str| node.attr(name).and_then(|number| number.trim().parse().ok());
        let mut next: u64 = number(node, "start").unwrap_or(1);
        let mut list = List { first: is_numbered.then_some(next), items: Vec::new() };
        for child in node.element_children() {
            let is_item = child.has_name("li");
            if let Some(value) = number(&child, "value").filter(|value| is_item && is_numbered && *value != next) {
                end(&mut list, flow);
                next = value;
                list.first = Some(value);
            }
            let mut inner = Flow::default();
            if is_item {
                self.children(&child, style, &mut inner, depth);
            } else {
                self.node(&child, style, &mut inner, depth);
            }
            match list.items.last_mut() {
                // A list directly in a list belongs to the item before it.
                Some(item) if !is_item => item.extend(inner.finish()),
                _ => {
                    list.items.push(inner.finish());
                    next = next.saturating_add(1);
                }
            }
        }
        if node.attr("type").is_some_and(|sort| is_numbered && &*sort != "1") {
            self.document.remarks.add(Remark::ListLetters);
        }
        end(&mut list, flow);
    }

    fn table(&mut self, table: &NodeRef<'_>, style: &Style, flow: &mut Flow, depth: usize) {
        let is_layout = table.attr("role").is_some_and(|role| &*role == "presentation")
            || table.descendants_it().any(|node| node.has_name("table") || node.has_name("h1") || node.has_name("h2"));
        let mut rows = Rows::default();
        for row in rows_of(table) {
            rows.begin();
            for cell in row.element_children().into_iter().filter(|cell| cell.has_name("td") || cell.has_name("th")) {
                let blocks = self.contents(&cell, style, depth + 3);
                let span = |name: &str| cell.attr(name).and_then(|span| span.parse().ok()).unwrap_or(1_usize);
                if rows.cell(blocks, span("colspan"), span("rowspan")) {
                    self.document.remarks.add(Remark::MergedCells);
                }
            }
        }
        flow.end_paragraph();
        if let Some(caption) = table.element_children().into_iter().find(|child| child.has_name("caption")) {
            self.node(&caption, style, flow, depth);
        }
        if is_layout {
            flow.blocks.extend(rows.rows.into_iter().flatten().flatten());
        } else {
            flow.push(Block::Table(Table { rows: rows.rows }));
        }
    }
}

fn end(list: &mut List, flow: &mut Flow) {
    if !list.items.is_empty() {
        flow.push(Block::List(List { first: list.first, items: std::mem::take(&mut list.items) }));
    }
}

fn rows_of<'d>(table: &NodeRef<'d>) -> Vec<NodeRef<'d>> {
    let parts = table.element_children().into_iter().flat_map(|part| {
        let is_group = ["thead", "tbody", "tfoot"].iter().any(|name| part.has_name(name));
        if is_group { part.element_children() } else { vec![part] }
    });
    parts.filter(|row| row.has_name("tr")).collect()
}

/// Rows of a table with cells that may reach over others.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<Vec<Vec<Block>>>,
    /// By column: how many rows the cell above still reaches over.
    reached: Vec<usize>,
}

impl Rows {
    fn begin(&mut self) {
        self.rows.push(Vec::new());
        self.skip();
    }

    /// Says whether it reaches over others.
    fn cell(&mut self, blocks: Vec<Block>, columns: usize, rows: usize) -> bool {
        let Some(row) = self.rows.last_mut() else { return false };
        let columns = columns.clamp(1, COLUMNS.saturating_sub(row.len()).max(1));
        row.push(blocks);
        row.extend(std::iter::repeat_n(Vec::new(), columns - 1));
        let end = row.len();
        self.reached.resize(self.reached.len().max(end), 0);
        self.reached[end - columns..end].fill(rows.clamp(1, 1000) - 1);
        self.skip();
        columns > 1 || rows > 1
    }

    /// Goes over the columns that a cell above reaches into.
    fn skip(&mut self) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some(reached) = self.reached.get_mut(row.len()).filter(|reached| **reached > 0) {
            *reached -= 1;
            row.push(Vec::new());
        }
    }
}
