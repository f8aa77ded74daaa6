//! Text of an .odt: marks, links, notes and pictures.

use std::rc::Rc;

use super::Reader;
use crate::diagnostics::Diagnostic;
use crate::import::address;
use crate::import::block::{Block, Content, Marks, Remark, Span};
use crate::import::xml::{Element, Node};

/// How a text is written.
#[derive(Debug, Clone, Default)]
pub struct Style {
    pub marks: Marks,
    pub link: Option<Rc<str>>,
}

impl Style {
    fn span(&self, content: Content) -> Span {
        Span { content, marks: self.marks, link: self.link.clone() }
    }
}

impl Reader {
    pub fn inline(
        &mut self,
        parent: &Element,
        style: &Style,
        spans: &mut Vec<Span>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        for child in &parent.children {
            match child {
                Node::Text(text) => spans.push(style.span(Content::Text(text.clone()))),
                Node::Element(element) => self.part(element, style, spans, boxes)?,
            }
        }
        Ok(())
    }

    fn part(
        &mut self,
        element: &Element,
        style: &Style,
        spans: &mut Vec<Span>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        match &*element.name {
            "text:s" | "text:tab" => spans.push(style.span(Content::Text(" ".to_owned()))),
            "text:line-break" => spans.push(style.span(Content::Break)),
            "text:span" => {
                let name = element.attribute("text:style-name");
                if self.styles.is_hidden("text", name) {
                    self.document.remarks.add_example(Remark::Hidden, &element.text());
                } else {
                    let marks = self.styles.text_marks(name, style.marks);
                    self.inline(element, &Style { marks, ..style.clone() }, spans, boxes)?;
                }
            }
            "text:a" => {
                let target = element.attribute("xlink:href").unwrap_or_default();
                let link = address::safe(target);
                if link.is_none() && !target.starts_with('#') {
                    self.document.remarks.add_example(Remark::Link, target);
                }
                self.inline(element, &Style { link, ..style.clone() }, spans, boxes)?;
            }
            "text:note" => {
                if let Some(body) = element.child("text:note-body") {
                    let note = self.blocks(body)?;
                    self.document.notes.push(note);
                    let content = Content::Note(self.document.notes.len() - 1);
                    spans.push(Span { content, ..Span::text("") });
                }
            }
            "office:annotation" => self.document.remarks.add(Remark::Comment),
            "text:hidden-text" | "text:hidden-paragraph" => {
                self.document.remarks.add_example(Remark::Hidden, &element.text());
            }
            "text:page-number" | "text:page-count" | "text:ruby-text" | "office:annotation-end" => {}
            "draw:frame" | "draw:custom-shape" | "draw:g" | "draw:a" => self.frame(element, style, spans, boxes)?,
            _ => self.inline(element, style, spans, boxes)?,
        }
        Ok(())
    }

    /// A picture or a box with a text.
    pub fn frame(
        &mut self,
        frame: &Element,
        style: &Style,
        spans: &mut Vec<Span>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        // An object comes with a picture of itself, in a format that browsers do not know.
        if frame.child("draw:object").is_some() || frame.child("draw:object-ole").is_some() {
            self.document.remarks.add(Remark::Object);
            return Ok(());
        }
        for element in frame.elements() {
            match &*element.name {
                "draw:image" => {
                    let alt = ["svg:desc", "svg:title"].iter().find_map(|name| frame.child(name)).map(Element::text);
                    if self.image(element, alt.unwrap_or_default().trim(), style, spans)? {
                        break;
                    }
                }
                "draw:text-box" => {
                    self.document.remarks.add(Remark::TextBox);
                    boxes.extend(self.blocks(element)?);
                }
                "draw:frame" | "draw:g" | "draw:custom-shape" => self.frame(element, style, spans, boxes)?,
                "text:p" | "text:list" => {
                    self.document.remarks.add(Remark::TextBox);
                    boxes.extend(self.blocks(frame)?);
                    break;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Says whether it could be taken: a frame may offer the same picture in several formats.
    fn image(&mut self, image: &Element, alt: &str, style: &Style, spans: &mut Vec<Span>) -> Result<bool, Diagnostic> {
        let name = image.attribute("xlink:href").unwrap_or_default().trim_start_matches("./").to_owned();
        let file = match self.pictures.known(&name) {
            Some(known) => Some(known),
            None if self.archive.has(&name) => {
                let bytes = self.archive.part(&name)?.unwrap_or_default();
                self.pictures.take(&name, bytes, &mut self.document.remarks)
            }
            None => {
                self.document.remarks.add_example(Remark::PictureForeign, &name);
                None
            }
        };
        let Some(file) = file else { return Ok(false) };
        if alt.is_empty() {
            self.document.remarks.add_example(Remark::PictureWithoutAlt, &file);
        }
        spans.push(style.span(Content::Picture { file, alt: alt.to_owned() }));
        Ok(true)
    }
}
