//! Pages of the web, saved or made by other programs (.html).

mod blocks;
mod main_part;
mod text;

use std::path::Path;

use dom_query::{Document as Dom, NodeRef};

use super::block::{Block, Document, Remark, Span};
use super::pictures::Pictures;
use crate::diagnostics::{Code, Diagnostic};
use text::Style;

/// Bytes of one page.
const LARGEST: usize = 16 * 1024 * 1024;
/// Elements in each other: the parser takes more time than their number.
const DEEPEST: usize = 2000;
/// Elements without an end, or whose end is seldom written.
const UNCLOSED: &str =
    " area base br col embed hr img input link meta source track wbr p li dt dd td th tr tbody thead tfoot option ";
/// Elements in each other that are read; what lies deeper is read as text.
const LEVELS: usize = 200;

/// Reads the main part of a page. Pictures are looked for beside it, in `folder`.
pub fn read(text: &str, folder: &Path) -> Result<Document, Diagnostic> {
    check(text)?;
    let dom = Dom::from(text);
    let main = main_part::find(&dom);
    let mut document = read_node(&main.node, folder);
    if !matches!(document.blocks.first(), Some(Block::Heading { .. })) {
        document.title = main.title;
    }
    Ok(document)
}

/// About how deep elements lie in each other, by their tags alone.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in text.split('<').skip(1) {
        let is_end = part.starts_with('/');
        let name = part.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if name.is_empty() || UNCLOSED.contains(&format!(" {} ", name.to_ascii_lowercase())) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

/// Reads a piece of a page, all of it.
pub fn read_fragment(text: &str, folder: &Path) -> Result<Document, Diagnostic> {
    check(text)?;
    let dom = Dom::fragment(text);
    Ok(read_node(&dom.root(), folder))
}

fn check(text: &str) -> Result<(), Diagnostic> {
    if text.len() > LARGEST {
        return Err(Diagnostic::error(Code::ImportTooLarge).help("text"));
    }
    if depth(text) > DEEPEST {
        return Err(Diagnostic::error(Code::ImportTooLarge).help("deep"));
    }
    Ok(())
}

fn read_node(node: &NodeRef<'_>, folder: &Path) -> Document {
    let mut reader = Reader { folder, document: Document::default(), pictures: Pictures::default() };
    let mut flow = Flow::default();
    reader.children(node, &Style::default(), &mut flow, 0);
    Document { blocks: flow.finish(), pictures: reader.pictures.files, ..reader.document }
}

struct Reader<'a> {
    folder: &'a Path,
    document: Document,
    pictures: Pictures,
}

/// Blocks in the making, and the text that is to be a paragraph.
#[derive(Debug, Default)]
struct Flow {
    blocks: Vec<Block>,
    spans: Vec<Span>,
}

impl Flow {
    fn end_paragraph(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if spans.iter().any(|span| !span.is_blank()) {
            self.blocks.push(Block::Paragraph(spans));
        }
    }

    fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        self.blocks
    }
}

impl Reader<'_> {
    fn children(&mut self, parent: &NodeRef<'_>, style: &Style, flow: &mut Flow, depth: usize) {
        if depth > LEVELS {
            self.document.remarks.add(Remark::TooDeep);
            flow.spans.push(Span::text(parent.text().to_string()));
            return;
        }
        for child in parent.children() {
            self.node(&child, style, flow, depth + 1);
        }
    }

    /// What stands in an element, by itself.
    fn contents(&mut self, parent: &NodeRef<'_>, style: &Style, depth: usize) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(parent, style, &mut flow, depth);
        flow.finish()
    }

    fn node(&mut self, node: &NodeRef<'_>, style: &Style, flow: &mut Flow, depth: usize) {
        if node.is_text() {
            flow.spans.push(style.text(&node.text()));
            return;
        }
        let Some(name) = node.node_name() else { return };
        if is_hidden(node) {
            self.document.remarks.add_example(Remark::Hidden, &node.text());
        } else if !self.block(&name, node, style, flow, depth) {
            self.inline(&name, node, style, flow, depth);
        }
    }
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = node.attr("style").map(|style| style.replace(' ', "").to_ascii_lowercase());
    node.has_attr("hidden") || style.is_some_and(|style| style.contains("display:none"))
}
