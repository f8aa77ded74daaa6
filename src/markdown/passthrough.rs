//! HTML of the author, passed on tag by tag: what may not stand is taken out and named, links are resolved.

use std::ops::Range;

use pulldown_cmark::Event;

use super::address;
use super::anchors::composed;
use super::blocks::own_classes;
use super::escape::{push_address, push_markup, push_text};
use super::headings;
use super::links::refused;
use super::policy;
use super::raw::{self, Attribute, Piece};
use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic, nearest};

/// Text gathered from lines that need not touch in the source, with the way back.
#[derive(Debug, Default)]
struct Gathered {
    text: String,
    /// Where each line begins in `text` and in the masked text.
    lines: Vec<(usize, usize)>,
}

impl Gathered {
    fn masked(&self, at: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|index| self.lines.get(index)).map_or(at, |(start, masked)| masked + at - start)
    }
}

impl Writer<'_, '_> {
    /// A block of HTML, or a component line. Says where to go on.
    pub fn html_block(&mut self, at: usize, range: &Range<usize>) -> usize {
        let after = self.after_subtree(at);
        let block = self.masked.text.get(range.clone()).unwrap_or_default();
        let visible = range.start + block.len() - block.trim_start().len();
        let markers = self.masked.within(range);
        if let Some(index) = self.masked.marker_at(visible) {
            self.close_label();
            self.see_markers(range);
            self.component_line(index);
            return after;
        }
        if self.top.is_table() {
            self.see_markers(range);
            self.table_stray(range);
            return after;
        }
        self.see_markers(range);
        if !block.trim_start().starts_with("<!--") {
            for index in markers {
                self.report(Diagnostic::error(Code::ComponentInHtml), self.masked.line(index));
            }
        }
        let mut gathered = Gathered::default();
        for (event, line) in self.events.get(at..after).unwrap_or_default() {
            if let Event::Html(html) | Event::Text(html) = event {
                gathered.lines.push((gathered.text.len(), line.start));
                gathered.text.push_str(&self.masked.restore(html, line));
            }
        }
        self.close_label();
        if let Some(open) = raw::unclosed(gathered.text.trim_start()) {
            let problem = Diagnostic::warning(Code::HtmlCommentUnclosed).arg("open", open);
            let problem = if open.starts_with("<!") || open == "<?" { problem } else { problem.help("element") };
            self.report(problem, self.in_file(&(visible..visible + open.len())));
        }
        self.raw_html(&gathered);
        self.break_text();
        after
    }

    /// A tag within a line. Says where to go on.
    pub fn inline_html(&mut self, at: usize, html: &str, range: &Range<usize>) -> usize {
        let markers = self.masked.within(range);
        if !markers.is_empty() {
            // Left unseen, so that it is reported as standing where no component can.
            let restored = self.masked.restore(html, range);
            self.verbatim(&restored);
            return at + 1;
        }
        self.raw_html(&Gathered { text: html.to_owned(), lines: vec![(0, range.start)] });
        self.after_script(at, html)
    }

    /// The index after a script's closing tag; without one only the tag itself is passed over.
    fn after_script(&self, at: usize, html: &str) -> usize {
        let lower = html.to_ascii_lowercase();
        let Some(name) =
            ["script", "style"].into_iter().find(|name| lower.get(1..).is_some_and(|tag| tag.starts_with(name)))
        else {
            return at + 1;
        };
        let close = format!("</{name}");
        let mut depth = 0_usize;
        for (index, (event, _)) in self.events.iter().enumerate().skip(at + 1) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::InlineHtml(html) if depth == 0 && html.to_ascii_lowercase().starts_with(&close) => {
                    return index + 1;
                }
                _ => {}
            }
        }
        at + 1
    }

    fn raw_html(&mut self, gathered: &Gathered) {
        for piece in raw::pieces(&gathered.text) {
            match piece {
                Piece::Text("<") => self.top.html.push_str("&lt;"),
                // What is left of the lines of a comment.
                Piece::Text(text) if text.trim().is_empty() && ends_line(&self.top.html) => {}
                Piece::Text(text) => {
                    push_markup(&mut self.top.html, text);
                    if !(text.trim().is_empty() && ends_line(&self.text)) {
                        push_markup(&mut self.text, text);
                    }
                }
                Piece::Hidden => {}
                Piece::Close { name, span } => self.raw_close(&name, gathered.text.get(span).unwrap_or_default()),
                Piece::Open { name, span, name_span, attributes } => {
                    let place = self.gathered_span(gathered, &name_span);
                    let written = gathered.text.get(span).unwrap_or_default();
                    if policy::is_html(&name) {
                        self.raw_tag(gathered, &name, place, &attributes);
                    } else {
                        self.no_tag(&name, written, place);
                    }
                }
            }
        }
    }

    /// Something in angle brackets that is no HTML, such as `<your-name>`: it is shown. A slip of the pen is told.
    fn no_tag(&mut self, name: &str, written: &str, place: Range<usize>) {
        // In `List<String>` it is that of a program.
        let before = self.source.text.get(..place.start.saturating_sub(1)).unwrap_or_default();
        let alone = !before.ends_with(char::is_alphanumeric);
        if let Some(near) = nearest(name, policy::known_tags()).filter(|_| alone && name.len() > 3) {
            self.report(Diagnostic::warning(Code::HtmlTagUnknown).arg("tag", name).suggest(Some(near)), place);
        }
        self.verbatim(written);
    }

    fn raw_close(&mut self, name: &str, written: &str) {
        if !policy::is_html(name) {
            return self.verbatim(written);
        }
        if headings::level_of(name).is_some() {
            return self.close_raw_heading();
        }
        self.part_words(name);
        if policy::allows_tag(name) {
            if let Some(open) = self.open_tags.iter().rposition(|(open, _)| open == name) {
                self.open_tags.remove(open);
            }
            self.top.raw = true;
            for part in ["</", name, ">"] {
                self.top.html.push_str(part);
            }
        }
    }

    /// Whether an element of the author is open in which text stands as it was typed.
    pub fn is_in_code(&self) -> bool {
        self.open_tags.iter().any(|(name, _)| matches!(&**name, "code" | "pre" | "kbd" | "samp"))
    }

    /// Words on two sides of a tag are two words, also for the search.
    fn part_words(&mut self, name: &str) {
        if self.heading.is_some() || name == "br" {
            if (name == "br" || policy::parts_words(name)) && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        } else if policy::parts_words(name) {
            self.break_text();
        }
    }

    fn raw_tag(&mut self, gathered: &Gathered, name: &str, span: Range<usize>, attributes: &[Attribute]) {
        if !policy::allows_tag(name) {
            // A name that somebody is to fill in, such as `<data>`, has nothing but angle brackets around it.
            let bare = attributes.is_empty() && !self.is_closed_later(name, span.end);
            let help = match name {
                "iframe" | "embed" | "object" | "video" if !bare => "film",
                _ if bare => "placeholder",
                _ => "help",
            };
            self.report(Diagnostic::warning(Code::HtmlTagRemoved).arg("tag", name).help(help), span);
            return;
        }
        self.part_words(name);
        self.top.raw = true;
        if let Some(level) = headings::level_of(name) {
            return self.raw_heading(gathered, level, span, attributes);
        }
        let described = attributes.iter().any(|attribute| attribute.name == "alt");
        if name == "img" {
            if let Some(link) = &mut self.link {
                link.has_picture |= described;
            }
            if !described {
                self.report(Diagnostic::warning(Code::ImageWithoutAlt).arg("image", "<img>"), span.clone());
            }
        }
        if policy::needs_end(name) {
            self.open_tags.push((name.to_owned(), span));
        }
        let mut tag = format!("<{name}");
        self.raw_attributes(gathered, &mut tag, name, attributes);
        tag.push('>');
        self.top.html.push_str(&tag);
    }

    /// Whether the closing tag of an element stands somewhere behind this place of the file.
    fn is_closed_later(&self, name: &str, at: usize) -> bool {
        /// No further on is looked, so that a text full of tags stays quick.
        const REACH: usize = 4000;
        let rest = self.source.text.get(at..).unwrap_or_default();
        let rest = &rest[..rest.floor_char_boundary(REACH)];
        memchr::memmem::find_iter(rest.as_bytes(), "</").any(|close| {
            rest.get(close + 2..close + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        })
    }

    fn raw_attributes(&mut self, gathered: &Gathered, tag: &mut String, name: &str, attributes: &[Attribute]) {
        for attribute in attributes {
            let place = self.gathered_span(gathered, &attribute.name_span);
            if policy::allows_attribute(name, &attribute.name) {
                let value_span = self.gathered_span(gathered, &attribute.value_span);
                self.raw_attribute(tag, name, attribute, value_span);
            } else {
                let problem = Diagnostic::warning(Code::HtmlAttributeRemoved).arg("tag", name);
                self.report(problem.arg("attribute", &attribute.name), place);
            }
        }
    }

    /// A heading in HTML is one like those of Markdown: its level follows the page, and it stands in the outline.
    fn raw_heading(&mut self, gathered: &Gathered, level: u8, span: Range<usize>, attributes: &[Attribute]) {
        self.close_raw_heading();
        let level = self.heading_level(level, span);
        let (ids, others): (Vec<_>, Vec<_>) = attributes.iter().partition(|attribute| attribute.name == "id");
        let id = ids.first().and_then(|id| Some((composed(id.value?).into_owned(), id.value_span.clone())));
        if let Some((id, span)) = &id {
            self.give_id(id, self.gathered_span(gathered, span));
        }
        let mut markup = String::new();
        for attribute in others {
            self.raw_attributes(gathered, &mut markup, "h2", std::slice::from_ref(attribute));
        }
        let (html, text) = (self.top.html.len(), self.text.len());
        let id = id.map(|(id, _)| id);
        self.heading = Some(headings::Open { level, id, html, text, attributes: markup, raw: Some(self.below.len()) });
    }

    /// Ends a heading in HTML, where one is open; also where its closing tag is missing.
    pub fn close_raw_heading(&mut self) {
        let Some(depth) = self.heading.as_ref().and_then(|heading| heading.raw) else { return };
        if depth == self.below.len() {
            self.end_heading();
            self.break_text();
        } else {
            self.heading = None;
        }
    }

    fn raw_attribute(&mut self, tag: &mut String, name: &str, attribute: &Attribute, span: Range<usize>) {
        let value = attribute.value.unwrap_or_default();
        if matches!(attribute.name.as_str(), "href" | "src" | "poster") {
            let dest = raw::without_entities(value);
            let target = match &*attribute.name {
                "href" => self.target(&dest, false, |_| span),
                "src" if name != "img" => self.shown(&dest, |_| span.clone()),
                _ => self.picture(&dest, |_| span.clone()),
            };
            let Some(target) = target else { return };
            open_attribute(tag, &attribute.name);
            push_address(tag, &target.href);
            tag.push('"');
            if target.external && name == "a" {
                tag.push_str(" rel=\"noopener\"");
            }
            return;
        }
        if attribute.name == "id" {
            let id = composed(value);
            self.give_id(&id, span);
            open_attribute(tag, "id");
            push_text(tag, &id);
            return tag.push('"');
        }
        if attribute.name == "class" {
            open_attribute(tag, "class");
            push_markup(tag, &own_classes(&value.replace('"', "&quot;")));
            return tag.push('"');
        }
        if attribute.name == "cite" && self.is_refused(value, &span) {
            return;
        }
        if attribute.name == "rel" && name == "a" {
            return;
        }
        open_attribute(tag, &attribute.name);
        push_markup(tag, &value.replace('"', "&quot;"));
        tag.push('"');
    }

    /// Whether an address that no browser follows is one that may not stand. It is told.
    fn is_refused(&mut self, value: &str, span: &Range<usize>) -> bool {
        let address::Kind::Dangerous(scheme) = address::kind(&raw::without_entities(value)) else { return false };
        self.report(refused(scheme), span.clone());
        true
    }

    fn gathered_span(&self, gathered: &Gathered, range: &Range<usize>) -> Range<usize> {
        let start = gathered.masked(range.start);
        self.in_file(&(start..start + range.len()))
    }
}

fn open_attribute(tag: &mut String, name: &str) {
    tag.push(' ');
    tag.push_str(name);
    tag.push_str("=\"");
}

fn ends_line(html: &str) -> bool {
    html.is_empty() || html.ends_with('\n')
}
