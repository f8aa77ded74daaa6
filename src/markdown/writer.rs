//! The walk over the parser's events. It keeps the stack of [`Frame`]s and the depth of open tags; what each event
//! becomes stands in the files beside it.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, BrokenLink, CowStr, Event, LinkType, Options as Syntax, Parser, RefDefs, Tag};

use super::anchors::Anchors;
use super::frames::{Frame, Kind};
use super::headings::{self, Headings};
use super::inline::OpenLink;
use super::markers::Masked;
use super::notes::{HEADING_ID, Notes};
use super::runs::holds_special;
use super::{Document, Options};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::locale::typography::Flow;

pub const SYNTAX: Syntax = Syntax::ENABLE_TABLES
    .union(Syntax::ENABLE_FOOTNOTES)
    .union(Syntax::ENABLE_STRIKETHROUGH)
    .union(Syntax::ENABLE_TASKLISTS)
    .union(Syntax::ENABLE_HEADING_ATTRIBUTES)
    .union(Syntax::ENABLE_DEFINITION_LIST)
    .union(Syntax::ENABLE_GFM)
    .union(Syntax::ENABLE_MATH)
    .union(Syntax::ENABLE_SUPERSCRIPT)
    .union(Syntax::ENABLE_SUBSCRIPT);

pub type Events<'e> = [(Event<'e>, Range<usize>)];

/// The one reading of Markdown; links to undefined references are passed over.
pub fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, SYNTAX)
}

/// Writes one body. Ranges of events are in the masked text, all others in the file.
pub struct Writer<'a, 'e> {
    pub source: &'a Arc<SourceText>,
    pub masked: &'a Masked<'a>,
    pub options: &'a Options<'a>,
    pub events: &'e Events<'e>,
    pub definitions: &'e RefDefs<'e>,
    pub top: Frame,
    pub below: Vec<Frame>,
    /// Number of tags open.
    pub depth: usize,
    pub flow: Flow<'a>,
    pub text: String,
    pub pictures: String,
    pub headings: Headings<'a>,
    pub heading: Option<headings::Open>,
    pub anchors: Anchors,
    pub notes: Notes,
    pub link: Option<OpenLink<'e>>,
    pub table: TableColumns,
    /// A task's label is open and ends with its first block.
    pub in_label: bool,
    /// Links to places in this body, checked when all ids are known.
    pub fragments: Vec<(String, Range<usize>)>,
    /// A component stood too deep within others, which was said.
    pub too_deep: bool,
    /// Tags of the author that wait for their closing tags.
    pub open_tags: Vec<(String, Range<usize>)>,
    /// Openers whose list item or quotation ended before their closing line came.
    pub cut_off: Vec<Range<usize>>,
    pub seen_markers: Vec<bool>,
    /// Whether its text may hold anything special: most bodies skip looking for it.
    pub has_specials: bool,
    pub problems: Vec<Diagnostic>,
}

/// The Markdown table being written.
#[derive(Debug, Default)]
pub struct TableColumns {
    pub count: usize,
    pub alignments: Vec<Alignment>,
    pub column: usize,
    pub in_head: bool,
    /// The open cell is a `th`.
    pub heads_column: bool,
}

pub fn write(source: &Arc<SourceText>, masked: &Masked, options: &Options) -> (Document, Vec<Diagnostic>) {
    let undefined = RefCell::new(Vec::new());
    let note = |link: BrokenLink| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            undefined.borrow_mut().push((link.reference.to_string(), link.span));
        }
        None::<(CowStr, CowStr)>
    };
    let mut parser = Parser::new_with_broken_link_callback(&masked.text, SYNTAX, Some(note)).into_offset_iter();
    let mut events = Vec::with_capacity(masked.text.len() / 12);
    events.extend(parser.by_ref());
    let title = headings::repeated_title(&events, options.title);
    let mut writer = Writer {
        source,
        masked,
        options,
        events: &events,
        definitions: parser.reference_definitions(),
        top: Frame::new(Kind::Root, 0),
        below: Vec::new(),
        depth: 0,
        flow: options.typography.start(),
        text: String::with_capacity(masked.text.len()),
        pictures: String::new(),
        headings: Headings::new(events.get(title..).unwrap_or_default(), options),
        heading: None,
        anchors: Anchors::default(),
        notes: Notes::new(&events),
        link: None,
        table: TableColumns::default(),
        in_label: false,
        fragments: Vec::new(),
        too_deep: false,
        open_tags: Vec::new(),
        cut_off: Vec::new(),
        seen_markers: vec![false; masked.len()],
        has_specials: holds_special(&masked.text),
        problems: Vec::new(),
    };
    writer.top.html.reserve(masked.text.len() + masked.text.len() / 4);
    if writer.notes.are_expected() {
        writer.headings.reserve(HEADING_ID);
    }
    writer.leave_out_title(title);
    writer.walk(title);
    for (label, span) in undefined.take().into_iter().filter(|(label, _)| !label.starts_with('^')) {
        let problem = Diagnostic::warning(Code::ReferenceUndefined).arg("label", label);
        writer.report(problem, writer.in_file(&span));
    }
    writer.finish()
}

impl<'e> Writer<'_, 'e> {
    fn walk(&mut self, from: usize) {
        let mut at = from;
        while at < self.events.len() {
            at = self.step(at).max(at + 1);
        }
    }

    pub fn event(&self, at: usize) -> Option<&'e Event<'e>> {
        self.events.get(at).map(|(event, _)| event)
    }

    /// Writes the event at `at`, perhaps with some after it, and says where to go on.
    fn step(&mut self, at: usize) -> usize {
        let Some((event, range)) = self.events.get(at) else { return at };
        match event {
            Event::Start(Tag::HtmlBlock) => return self.html_block(at, range),
            Event::End(_) => return self.end(at),
            _ if self.top.is_table() => return self.table_step(at),
            Event::Start(tag) => return self.start(at, tag, range),
            Event::Text(_) => return self.text_run(at),
            Event::InlineHtml(html) => return self.inline_html(at, html, range),
            Event::Code(code) => self.code(code, range),
            Event::FootnoteReference(label) => self.notes.refer(label, &mut self.top.html),
            Event::SoftBreak => self.soft_break(range),
            Event::HardBreak => self.hard_break(),
            Event::Rule => self.top.html.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task_marker(*done),
            Event::InlineMath(text) => self.formula(text, range, false),
            Event::DisplayMath(text) => self.formula(text, range, true),
            Event::Html(text) => self.verbatim(text),
        }
        at + 1
    }

    /// Handles an end: first of the frames that it closes, then of the tag itself.
    fn end(&mut self, at: usize) -> usize {
        while self.top.depth == self.depth && !self.below.is_empty() {
            match self.top.kind {
                Kind::Component(_) => self.cut_component_off(),
                Kind::Cell => {
                    self.close_cell();
                    return self.after_end(at);
                }
                Kind::Note(_) => {
                    self.close_note(at);
                    return self.after_end(at);
                }
                Kind::Root => break,
            }
        }
        if self.top.is_table() {
            self.table_end();
        } else if let Some(Event::End(tag)) = self.event(at) {
            self.end_tag(*tag);
        }
        self.after_end(at)
    }

    fn after_end(&mut self, at: usize) -> usize {
        self.depth = self.depth.saturating_sub(1);
        self.close_finished_components();
        at + 1
    }

    /// The index after the end that belongs to the start at `at`.
    pub fn after_subtree(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (index, (event, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.events.len()
    }

    pub fn push_frame(&mut self, kind: Kind) {
        let below = std::mem::replace(&mut self.top, Frame::new(kind, self.depth));
        self.below.push(below);
    }

    /// Takes the top frame off; the root stays.
    pub fn pop_frame(&mut self) -> Option<Frame> {
        self.close_label();
        let below = self.below.pop()?;
        Some(std::mem::replace(&mut self.top, below))
    }

    fn close_note(&mut self, at: usize) {
        let Some((frame, (_, range))) = self.pop_frame().zip(self.events.get(at)) else { return };
        let (Kind::Note(label), nodes) = frame.finish() else { return };
        let start = self.masked.to_file(range.start);
        let span = start..start + label.len() + 3;
        if let Some(first) = self.notes.defined(&label) {
            let problem = Diagnostic::error(Code::FootnoteDuplicate).arg("label", &label);
            self.report(problem.and_at(self.source, first), span);
        } else {
            self.notes.define(&label, nodes, span);
        }
    }

    /// Reports a problem at a range of the file.
    pub fn report(&mut self, problem: Diagnostic, span: Range<usize>) {
        self.problems.push(problem.at(self.source, span));
    }

    /// A range of the masked text, as a range of the file.
    pub fn in_file(&self, range: &Range<usize>) -> Range<usize> {
        self.masked.to_file(range.start)..self.masked.to_file(range.end)
    }

    /// Ends a block in the plain text.
    pub fn break_text(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}
