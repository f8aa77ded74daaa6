//! HTML of the author, passed on tag by tag: what may not stand is taken out and named, links are resolved.

use std::ops::Range;

use pulldown_cmark::Event;

use super::escape::{push_address, push_markup};
use super::policy;
use super::raw::{self, Attribute, Piece};
use super::writer::Writer;
use crate::diagnostics::Diagnostic;

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
                self.report(Diagnostic::error("component-in-html"), self.masked.line(index));
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
                    push_markup(&mut self.text, text);
                }
                Piece::Hidden => {}
                Piece::Close { name } => {
                    if policy::allows_tag(&name) {
                        self.top.raw = true;
                        for part in ["</", &name, ">"] {
                            self.top.html.push_str(part);
                        }
                    }
                }
                Piece::Open { name, name_span, attributes } => {
                    let span = self.gathered_span(gathered, &name_span);
                    self.raw_tag(gathered, &name, span, &attributes);
                }
            }
        }
    }

    fn raw_tag(&mut self, gathered: &Gathered, name: &str, span: Range<usize>, attributes: &[Attribute]) {
        if !policy::allows_tag(name) {
            self.report(Diagnostic::warning("html-tag-removed").arg("tag", name), span);
            return;
        }
        self.top.raw = true;
        let described = attributes.iter().any(|attribute| attribute.name == "alt");
        if name == "img" {
            if let Some(link) = &mut self.link {
                link.has_picture |= described;
            }
            if !described {
                self.report(Diagnostic::warning("image-without-alt").arg("image", "<img>"), span);
            }
        }
        let mut tag = format!("<{name}");
        for attribute in attributes {
            let place = self.gathered_span(gathered, &attribute.name_span);
            if policy::allows_attribute(name, &attribute.name) {
                let value_span = self.gathered_span(gathered, &attribute.value_span);
                self.raw_attribute(&mut tag, name, attribute, value_span);
            } else {
                let problem = Diagnostic::warning("html-attribute-removed").arg("tag", name);
                self.report(problem.arg("attribute", &attribute.name), place);
            }
        }
        tag.push('>');
        self.top.html.push_str(&tag);
    }

    fn raw_attribute(&mut self, tag: &mut String, name: &str, attribute: &Attribute, span: Range<usize>) {
        let value = attribute.value.unwrap_or_default();
        let link = attribute.name == "href";
        if link || matches!(attribute.name.as_str(), "src" | "poster") {
            let Some(target) = self.target(&value.replace("&amp;", "&"), !link, |_| span) else { return };
            open_attribute(tag, &attribute.name);
            push_address(tag, &target.href);
            tag.push('"');
            if target.external && name == "a" {
                tag.push_str(" rel=\"noopener\"");
            }
            return;
        }
        if attribute.name == "id" {
            self.headings.reserve(value);
        }
        if attribute.name == "rel" && name == "a" {
            return;
        }
        open_attribute(tag, &attribute.name);
        push_markup(tag, &value.replace('"', "&quot;"));
        tag.push('"');
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
