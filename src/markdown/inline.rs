//! What stands within a line: code, breaks, links and pictures.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::escape::{push_address, push_attribute, push_markup, push_text};
use super::links::{Reference, Target};
use super::policy;
use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic};

/// A link whose text is being written.
#[derive(Debug)]
pub struct OpenLink<'e> {
    dest: &'e str,
    /// Its start tag was written; a link that leads nowhere is shown as text.
    written: bool,
    /// Where its text begins in the plain text.
    text: usize,
    /// A picture in it says where it leads.
    pub has_picture: bool,
    span: Range<usize>,
}

impl<'e> Writer<'_, 'e> {
    /// Text that is shown as it is, without the language's typography.
    pub fn verbatim(&mut self, text: &str) {
        push_text(&mut self.top.html, text);
        push_markup(&mut self.text, text);
        if let Some(last) = text.chars().next_back() {
            self.flow.pass(last);
        }
    }

    /// The same, with component lines in it put back.
    pub fn verbatim_restored(&mut self, text: &str, range: &Range<usize>) {
        self.see_markers(range);
        let restored = self.masked.restore(text, range);
        self.verbatim(&restored);
    }

    pub fn code(&mut self, code: &str, range: &Range<usize>) {
        self.top.html.push_str("<code>");
        if self.masked.is_altered(range) {
            let original = self.masked.original(range).trim_matches('`').replace('\n', " ");
            self.verbatim(original.trim());
        } else {
            self.verbatim_restored(code, range);
        }
        self.top.html.push_str("</code>");
        self.flow.pass('x');
    }

    pub fn soft_break(&mut self, range: &Range<usize>) {
        let rest = self.masked.text.get(range.end..).unwrap_or_default();
        let breaks = if self.flow.binds_over_break(rest.trim_start()) { '\u{a0}' } else { '\n' };
        self.top.html.push(breaks);
        self.text.push(if breaks == '\n' { ' ' } else { breaks });
        self.flow.pass(' ');
    }

    pub fn hard_break(&mut self) {
        self.top.html.push_str("<br>\n");
        self.text.push(' ');
        self.flow.pass(' ');
    }

    pub fn start_link(&mut self, kind: LinkType, dest: &'e CowStr, title: &str, id: &str, range: &Range<usize>) {
        let mail;
        let address: &str = if kind == LinkType::Email {
            mail = format!("mailto:{dest}");
            &mail
        } else {
            dest
        };
        let span = self.in_file(range);
        let address = &*self.masked.unmasked(address);
        let reference = Reference { kind, dest: address, id, range };
        let target = self.target(address, false, |writer| writer.destination_span(&reference));
        if let Some(target) = &target {
            push_link(&mut self.top.html, target, &self.options.typography.plain(&self.masked.unmasked(title)));
        }
        let written = target.is_some();
        self.link = Some(OpenLink { dest, written, text: self.text.len(), has_picture: false, span });
    }

    pub fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let silent = self.text.get(link.text..).is_none_or(|text| text.trim().is_empty()) && !link.has_picture;
        if silent {
            let title = if link.written { self.options.resolver.title(link.dest) } else { None };
            match title {
                // The title is the target's own text: it is found there.
                Some(title) => {
                    push_text(&mut self.top.html, &title);
                    self.flow.pass('x');
                }
                None => self.report(Diagnostic::warning(Code::LinkWithoutText), link.span),
            }
        }
        if link.written {
            self.top.html.push_str("</a>");
        }
    }

    /// A link that the author wrote as a bare address. `span` is in the file.
    pub fn bare_link(&mut self, address: &str, shown: &str, span: Range<usize>) {
        let target = self.target(address, false, |_| span);
        if let Some(target) = &target {
            push_link(&mut self.top.html, target, "");
        }
        self.verbatim(shown);
        if target.is_some() {
            self.top.html.push_str("</a>");
        }
    }

    /// A paragraph that holds a picture with a title and nothing else becomes a figure.
    pub fn is_lone_titled_image(&self, at: usize) -> bool {
        let titled = matches!(self.event(at + 1), Some(Event::Start(Tag::Image { title, .. })) if !title.is_empty());
        titled && matches!(self.event(self.after_subtree(at + 1)), Some(Event::End(TagEnd::Paragraph)))
    }

    /// Writes the picture at `at` and says where to go on.
    pub fn image(&mut self, at: usize, as_figure: bool) -> usize {
        let after = self.after_subtree(at);
        let Some((Event::Start(Tag::Image { link_type, dest_url, title, id }), range)) = self.events.get(at) else {
            return after;
        };
        let alt = self.alternative(at, after);
        if alt.trim().is_empty() {
            self.report(Diagnostic::warning(Code::ImageWithoutAlt).arg("image", dest_url), self.in_file(range));
        }
        self.pictures.push_str(&alt);
        self.pictures.push('\n');
        let dest = &*self.masked.unmasked(dest_url);
        let reference = Reference { kind: *link_type, dest, id, range };
        let target = self.picture(dest, |writer| writer.destination_span(&reference));
        let title = self.masked.unmasked(title);
        let title = self.options.typography.plain(&title);
        self.top.html.push_str(if as_figure { "<figure>" } else { "" });
        match target {
            Some(target) => self.push_image(&target, &alt, if as_figure { "" } else { &title }),
            None => push_text(&mut self.top.html, &alt),
        }
        if as_figure {
            self.top.html.push_str("<figcaption>");
            self.verbatim(&title);
            self.top.html.push_str("</figcaption></figure>\n");
            self.break_text();
        }
        if let Some(link) = &mut self.link {
            link.has_picture |= !alt.trim().is_empty();
        }
        self.flow.pass('x');
        after
    }

    fn push_image(&mut self, target: &Target, alt: &str, title: &str) {
        let html = &mut self.top.html;
        html.push_str("<img src=\"");
        push_address(html, &target.href);
        html.push('"');
        push_attribute(html, "alt", alt);
        if !title.is_empty() {
            push_attribute(html, "title", title);
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
    }

    /// The text within a picture's brackets, without markup.
    fn alternative(&self, at: usize, after: usize) -> String {
        let mut flow = self.options.typography.start();
        let mut alt = String::new();
        for (event, range) in self.events.get(at..after).unwrap_or_default() {
            match event {
                Event::Text(text) => {
                    let text = self.masked.unmasked(text);
                    alt.push_str(&flow.text(&text, self.next_visible(range.end)));
                }
                Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                    alt.push_str(&self.masked.unmasked(text));
                }
                // In angle brackets, and yet no HTML.
                Event::InlineHtml(html) => {
                    let name = html
                        .trim_start_matches(['<', '/'])
                        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                        .next();
                    if name.is_some_and(|name| !name.is_empty() && !policy::is_html(&name.to_ascii_lowercase())) {
                        alt.push_str(html);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {
                    alt.push(' ');
                    flow.pass(' ');
                }
                _ => {}
            }
        }
        alt
    }
}

fn push_link(html: &mut String, target: &Target, title: &str) {
    html.push_str("<a href=\"");
    push_address(html, &target.href);
    html.push('"');
    if target.external {
        html.push_str(" rel=\"noopener\"");
    }
    if !title.is_empty() {
        push_attribute(html, "title", title);
    }
    html.push('>');
}
