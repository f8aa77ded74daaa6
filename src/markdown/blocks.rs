//! Blocks: paragraphs, headings, lists, tables, quotations, code, and HTML of the author.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::anchors::composed;
use super::escape::{push_attribute, push_text};
use super::frames::Kind;
use super::writer::Writer;
use super::{Heading, headings};
use crate::diagnostics::{Code, Diagnostic};

impl<'e> Writer<'_, 'e> {
    /// Writes a start tag and says where to go on.
    pub fn start(&mut self, at: usize, tag: &'e Tag<'e>, range: &Range<usize>) -> usize {
        if is_block(tag) {
            self.flow.restart();
            self.close_label();
        }
        match tag {
            Tag::Image { .. } => return self.image(at, false),
            Tag::CodeBlock(kind) => return self.code_block(at, kind, range),
            Tag::Paragraph if self.is_lone_titled_image(at) => {
                self.image(at + 1, true);
                return self.after_subtree(at);
            }
            // `^_^` and `^o^` raise nothing.
            Tag::Superscript | Tag::Subscript if self.is_face(range) => {
                self.verbatim(self.masked.original(range));
                return self.after_subtree(at);
            }
            Tag::FootnoteDefinition(label) => {
                self.depth += 1;
                self.push_frame(Kind::Note(label.to_string()));
                return at + 1;
            }
            _ => {}
        }
        self.depth += 1;
        self.start_tag(at, tag, range);
        at + 1
    }

    fn start_tag(&mut self, at: usize, tag: &'e Tag<'e>, range: &Range<usize>) {
        let html = match tag {
            Tag::Paragraph => {
                self.check_paragraph(range);
                "<p>"
            }
            Tag::BlockQuote(kind) => return self.start_quote(*kind),
            Tag::List(first) => return self.start_list(*first),
            Tag::Item => self.item_tag(at),
            Tag::DefinitionList => "<dl>\n",
            Tag::DefinitionListTitle => "<dt>",
            Tag::DefinitionListDefinition => "<dd>",
            Tag::Heading { level, id, classes, attrs } => {
                return self.start_heading(*level, id.as_ref(), classes, attrs, range);
            }
            Tag::Table(alignments) => return self.start_table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                "<thead>\n<tr>"
            }
            Tag::TableRow => {
                self.check_row(range);
                self.table.column = 0;
                "<tr>"
            }
            Tag::TableCell => return self.start_cell(at),
            Tag::Link { link_type, dest_url, title, id } => {
                return self.start_link(*link_type, dest_url, title, id, range);
            }
            tag => return self.push_inline("<", tag.to_end()),
        };
        self.top.html.push_str(html);
    }

    fn push_inline(&mut self, open: &str, tag: TagEnd) {
        if let Some(name) = inline_name(tag) {
            for part in [open, name, ">"] {
                self.top.html.push_str(part);
            }
        }
    }

    pub fn end_tag(&mut self, tag: TagEnd) {
        let html = match tag {
            TagEnd::Paragraph => {
                self.close_label();
                "</p>\n"
            }
            TagEnd::BlockQuote(Some(_)) => "</div>\n",
            TagEnd::BlockQuote(None) => "</blockquote>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => {
                self.close_label();
                "</li>\n"
            }
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Heading(_) => {
                self.end_heading();
                ""
            }
            TagEnd::Table => "</tbody>\n</table></div>\n",
            TagEnd::TableHead => {
                self.table.in_head = false;
                "</tr>\n</thead>\n<tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => return self.end_cell(),
            TagEnd::Link => return self.end_link(),
            tag if inline_name(tag).is_some() => return self.push_inline("</", tag),
            _ => "",
        };
        self.top.html.push_str(html);
        self.break_text();
    }

    /// A block within a tight list item begins on its own line.
    fn new_line(&mut self) {
        if !self.top.html.is_empty() && !self.top.html.ends_with('\n') {
            self.top.html.push('\n');
        }
        self.break_text();
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.new_line();
        let labels = self.options.labels;
        let (class, label) = match kind {
            None => return self.top.html.push_str("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", &labels.note),
            Some(BlockQuoteKind::Tip) => ("tip", &labels.tip),
            Some(BlockQuoteKind::Important) => ("important", &labels.important),
            Some(BlockQuoteKind::Warning) => ("warning", &labels.warning),
            Some(BlockQuoteKind::Caution) => ("caution", &labels.caution),
        };
        let html = &mut self.top.html;
        let _ = write!(html, "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">");
        push_text(html, label);
        html.push_str("</p>\n");
    }

    fn start_list(&mut self, first: Option<u64>) {
        self.new_line();
        match first {
            None => self.top.html.push_str("<ul>\n"),
            Some(1) => self.top.html.push_str("<ol>\n"),
            Some(first) => {
                let _ = writeln!(self.top.html, "<ol start=\"{first}\">");
            }
        }
    }

    fn item_tag(&self, at: usize) -> &'static str {
        let first = match self.event(at + 1) {
            Some(Event::Start(Tag::Paragraph)) => self.event(at + 2),
            other => other,
        };
        if matches!(first, Some(Event::TaskListMarker(_))) { "<li class=\"task\">" } else { "<li>" }
    }

    pub fn task_marker(&mut self, done: bool) {
        let checked = if done { " checked=\"\"" } else { "" };
        let _ = write!(self.top.html, "<label><input type=\"checkbox\" disabled=\"\"{checked}> ");
        self.in_label = true;
    }

    pub fn close_label(&mut self) {
        if std::mem::take(&mut self.in_label) {
            self.top.html.push_str("</label>");
        }
    }

    /// A name for a table's region; regions of one page need different names.
    pub fn next_table_label(&mut self) -> String {
        self.table.count += 1;
        let label = &self.options.labels.table;
        if self.table.count == 1 { label.clone() } else { format!("{label} {}", self.table.count) }
    }

    fn start_table(&mut self, alignments: &[Alignment]) {
        self.new_line();
        alignments.clone_into(&mut self.table.alignments);
        let label = self.next_table_label();
        let html = &mut self.top.html;
        html.push_str("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\"");
        push_attribute(html, "aria-label", &label);
        html.push_str("><table>\n");
    }

    fn start_cell(&mut self, at: usize) {
        let empty = matches!(self.event(at + 1), Some(Event::End(TagEnd::TableCell)));
        // A heading without text heads nothing.
        let tag = if self.table.in_head && !empty { "<th scope=\"col\"" } else { "<td" };
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        self.table.column += 1;
        self.top.html.push_str(tag);
        self.top.html.push_str(class);
        self.top.html.push('>');
        self.table.heads_column = self.table.in_head && !empty;
    }

    fn end_cell(&mut self) {
        self.top.html.push_str(if self.table.heads_column { "</th>" } else { "</td>" });
        self.break_text();
    }

    /// Whether the marks and what they hold are a face, standing alone.
    fn is_face(&self, range: &Range<usize>) -> bool {
        let text = self.masked.text.get(range.clone()).unwrap_or_default();
        let inside = text.trim_matches(['^', '~']);
        let alone = !self.masked.text[..range.start].ends_with(char::is_alphanumeric);
        !inside.contains(char::is_alphanumeric) || (alone && matches!(inside, "o" | "O" | "w" | "v" | "u"))
    }

    fn code_block(&mut self, at: usize, kind: &CodeBlockKind, range: &Range<usize>) -> usize {
        self.new_line();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '\t', '{']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        self.top.html.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            push_attribute(&mut self.top.html, "class", &format!("language-{language}"));
        }
        self.top.html.push('>');
        let after = self.after_subtree(at);
        let events = self.events.get(at..after).unwrap_or_default();
        match kind {
            CodeBlockKind::Indented => self.check_indented_code(&headings::text_of(events), range),
            CodeBlockKind::Fenced(_) => self.check_fence(range),
        }
        for (event, range) in events {
            if let Event::Text(text) = event {
                self.verbatim_restored(text, range);
            }
        }
        self.top.html.push_str("</code></pre>\n");
        self.break_text();
        after
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&CowStr>,
        classes: &[CowStr],
        attributes: &[(CowStr, Option<CowStr>)],
        range: &Range<usize>,
    ) {
        self.new_line();
        let line = |writer: &Self| writer.first_line(&writer.in_file(range));
        self.close_raw_heading();
        let level = self.heading_level(level as u8, line(self));
        let id = id.filter(|id| !id.is_empty()).map(|id| composed(id).into_owned());
        if let Some(id) = &id {
            self.give_id(id, line(self));
        }
        let mut markup = String::new();
        if !classes.is_empty() {
            push_attribute(&mut markup, "class", &own_classes(&classes.join(" ")));
        }
        for (name, value) in attributes {
            if matches!(&**name, "lang" | "dir" | "title") {
                push_attribute(&mut markup, name, value.as_deref().unwrap_or_default());
            } else {
                self.report(Diagnostic::warning(Code::HeadingAttributeUnknown).arg("name", name), line(self));
            }
        }
        let (html, text) = (self.top.html.len(), self.text.len());
        self.heading = Some(headings::Open { level, id, html, text, attributes: markup, raw: None });
    }

    /// The level of a heading in the page; a skipped one is told at its line.
    pub fn heading_level(&mut self, written: u8, line: Range<usize>) -> u8 {
        let (level, skipped) = self.headings.level(written);
        if let Some(last) = skipped {
            // The author reads the signs or the tag that stand in the file.
            let is_markdown = self.source.text.get(line.clone()).is_some_and(|text| text.contains('#'));
            let sign = |level: u8| if is_markdown { "#".repeat(level.into()) } else { format!("<h{level}>") };
            let problem =
                Diagnostic::warning(Code::HeadingLevelSkipped).arg("to", sign(written)).arg("expected", sign(last + 1));
            self.report(problem, line);
        }
        level
    }

    /// Notes an id that the author gave, which must be the only one of its name.
    pub fn give_id(&mut self, id: &str, span: Range<usize>) {
        if self.options.reserved.contains(id) {
            self.report(Diagnostic::error(Code::HeadingIdTaken).arg("id", id), span.clone());
        }
        if let Some(first) = self.headings.give(id, span.clone()) {
            let problem = Diagnostic::error(Code::HeadingIdDuplicate).arg("id", id);
            self.report(problem.and_at(self.source, first), span);
        }
        self.anchors.add(id);
    }

    /// Passes over the first events of a body, the heading that the page has already.
    pub fn leave_out_title(&mut self, events: usize) {
        if let Some(events) = self.events.get(..events).filter(|events| !events.is_empty()) {
            let text = headings::text_of(events);
            self.anchors.add_title(&slug::slugify(&text), &text);
        }
    }

    pub fn end_heading(&mut self) {
        let Some(open) = self.heading.take() else { return };
        let text = self.text.get(open.text..).unwrap_or_default().trim().to_owned();
        let id = open.id.unwrap_or_else(|| self.headings.id_for(&text));
        let level = open.level;
        let mut start = format!("<h{level}");
        push_attribute(&mut start, "id", &id);
        start.push_str(&open.attributes);
        start.push('>');
        let html = &mut self.top.html;
        html.insert_str(open.html.min(html.len()), &start);
        html.push_str(" <a class=\"anchor\" href=\"#");
        push_text(html, &id);
        html.push_str("\" aria-label=\"");
        push_text(html, &self.options.labels.permalink);
        html.push_str(": ");
        push_text(html, &text);
        let _ = writeln!(html, "\"><span aria-hidden=\"true\">#</span></a></h{level}>");
        self.anchors.add_heading(&id, &text);
        self.headings.outline.push(Heading { level, id, text });
    }

    /// The part of a span that stands on its first line.
    pub fn first_line(&self, span: &Range<usize>) -> Range<usize> {
        let text = self.source.text.get(span.clone()).unwrap_or_default();
        let length = text.lines().next().unwrap_or_default().trim_end().len();
        span.start..span.start + length
    }
}

/// The author's classes under names that no theme uses, so that a text cannot look like a notice of the portal.
pub fn own_classes(classes: &str) -> String {
    classes.split_whitespace().map(|class| format!("author-{class}")).collect::<Vec<_>>().join(" ")
}

fn is_block(tag: &Tag) -> bool {
    inline_name(tag.to_end()).is_none() && !matches!(tag, Tag::Link { .. } | Tag::Image { .. })
}

/// The element of HTML that stands for marks within a line.
fn inline_name(tag: TagEnd) -> Option<&'static str> {
    match tag {
        TagEnd::Emphasis => Some("em"),
        TagEnd::Strong => Some("strong"),
        TagEnd::Strikethrough => Some("del"),
        TagEnd::Superscript => Some("sup"),
        TagEnd::Subscript => Some("sub"),
        _ => None,
    }
}
