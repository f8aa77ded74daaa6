//! The walk over the parser's events. It keeps the stack of [`Frame`]s and the depth of open tags; what each event
//! becomes stands in the files beside it.

use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr, memchr3, memmem};
use pulldown_cmark::{Alignment, Event, Options as Syntax, Parser, RefDefs, Tag};

use super::frames::{Frame, Kind};
use super::headings::{self, Headings};
use super::inline::OpenLink;
use super::markers::Masked;
use super::notes::{HEADING_ID, Notes};
use super::{Document, Options};
use crate::diagnostics::{Diagnostic, SourceText, nearest};
use crate::locale::typography::Flow;

const SYNTAX: Syntax = Syntax::ENABLE_TABLES
    .union(Syntax::ENABLE_FOOTNOTES)
    .union(Syntax::ENABLE_STRIKETHROUGH)
    .union(Syntax::ENABLE_TASKLISTS)
    .union(Syntax::ENABLE_HEADING_ATTRIBUTES)
    .union(Syntax::ENABLE_DEFINITION_LIST)
    .union(Syntax::ENABLE_GFM)
    .union(Syntax::ENABLE_SUPERSCRIPT)
    .union(Syntax::ENABLE_SUBSCRIPT);

pub type Events<'e> = [(Event<'e>, Range<usize>)];

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
    pub headings: Headings,
    pub heading: Option<headings::Open>,
    pub notes: Notes,
    pub link: Option<OpenLink<'e>>,
    pub table: TableColumns,
    /// A task's label is open and ends with its first block.
    pub in_label: bool,
    /// Links to places in this body, checked when all ids are known.
    pub fragments: Vec<(String, Range<usize>)>,
    /// Openers whose list item or quotation ended before their closing line came.
    pub cut_off: Vec<Range<usize>>,
    pub seen_markers: Vec<bool>,
    pub features: Features,
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

/// What the text of this body may hold at all, so that most bodies skip looking for it.
#[derive(Debug, Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "four independent observations")]
pub struct Features {
    pub web: bool,
    pub mail: bool,
    pub scripts: bool,
    pub notes: bool,
}

impl Features {
    fn of(text: &str) -> Self {
        let text = text.as_bytes();
        let marked = memchr3(b'@', b'^', b'~', text).is_some();
        let has = |byte: u8| marked && memchr(byte, text).is_some();
        let reads = |words: &str| memmem::find(text, words.as_bytes()).is_some();
        let raised = has(b'^');
        Self { web: reads("://"), mail: has(b'@'), scripts: raised || has(b'~'), notes: raised && reads("[^") }
    }

    /// Whether there may be more than text in it.
    pub fn any(self) -> bool {
        self.web || self.mail || self.scripts || self.notes
    }
}

pub fn write(source: &Arc<SourceText>, masked: &Masked, options: &Options) -> (Document, Vec<Diagnostic>) {
    let mut parser = Parser::new_ext(&masked.text, SYNTAX).into_offset_iter();
    let mut events = Vec::with_capacity(masked.text.len() / 12);
    events.extend(parser.by_ref());
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
        headings: Headings::new(&events, options.heading_shift),
        heading: None,
        notes: Notes::default(),
        link: None,
        table: TableColumns::default(),
        in_label: false,
        fragments: Vec::new(),
        cut_off: Vec::new(),
        seen_markers: vec![false; masked.len()],
        features: Features::of(&masked.text),
        problems: Vec::new(),
    };
    writer.top.html.reserve(masked.text.len() + masked.text.len() / 4);
    if writer.features.notes {
        writer.headings.reserve(HEADING_ID);
    }
    writer.walk();
    writer.finish()
}

impl<'e> Writer<'_, 'e> {
    fn walk(&mut self) {
        let mut at = 0;
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
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::Html(text) => self.verbatim(text),
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
            let problem = Diagnostic::error("footnote-duplicate").arg("label", &label);
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

    fn finish(mut self) -> (Document, Vec<Diagnostic>) {
        self.close_remaining();
        self.report_unseen_markers();
        self.check_fragments();
        for (label, span) in self.notes.unused() {
            self.problems.push(Diagnostic::warning("footnote-unused").arg("label", label).at(self.source, span));
        }
        let level = self.options.heading_shift.saturating_add(1).clamp(2, 6);
        let section = std::mem::take(&mut self.notes).section(self.options.labels, level);
        let (_, mut nodes) = self.top.finish();
        nodes.extend(section);
        let text = trimmed(self.text);
        let document = Document { nodes, outline: self.headings.outline, text };
        crate::diagnostics::sort(&mut self.problems);
        (document, self.problems)
    }

    fn check_fragments(&mut self) {
        for (fragment, span) in std::mem::take(&mut self.fragments) {
            let known = self.headings.has(&fragment) || self.notes.has_id(&fragment);
            let is_start = fragment.is_empty() || fragment == "top";
            if known || is_start || self.options.resolver.has_place(&fragment) {
                continue;
            }
            let slug = slug::slugify(&fragment);
            let near = if self.headings.has(&slug) {
                Some(slug)
            } else {
                let mut ids: Vec<_> = self.headings.ids().collect();
                ids.sort_unstable();
                nearest(&fragment, ids).map(str::to_owned)
            };
            let problem = Diagnostic::error("link-fragment-unknown").arg("id", &fragment);
            self.report(problem.suggest(near.map(|id| format!("#{id}"))), span);
        }
    }
}

/// The text without the space at its ends, in its own place.
fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    text
}
