//! Runs of text of a .docx: marks, links, fields, notes and pictures.

use std::rc::Rc;

use super::Reader;
use super::styles::is_on;
use super::symbols;
use crate::diagnostics::Diagnostic;
use crate::import::address;
use crate::import::block::{Block, Content, Mark, Marks, Remark, Span};
use crate::import::xml::Element;

/// How a text is written.
#[derive(Debug, Clone, Default)]
pub struct Style {
    marks: Marks,
    link: Option<Rc<str>>,
    /// Letters stand for pictures.
    is_symbol: bool,
}

/// Fields that are open, from the outermost; they may go over several paragraphs.
#[derive(Debug, Default)]
pub struct Fields(Vec<Field>);

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    shows_result: bool,
}

impl Fields {
    fn is_shown(&self) -> bool {
        self.0.iter().all(|field| field.shows_result && !field.is_left_out())
    }

    fn link(&self) -> Option<Rc<str>> {
        self.0.iter().rev().find_map(Field::link)
    }
}

impl Field {
    fn name(&self) -> String {
        self.instruction.split_whitespace().next().unwrap_or_default().to_uppercase()
    }

    fn is_left_out(&self) -> bool {
        matches!(self.name().as_str(), "TOC" | "PAGE" | "NUMPAGES" | "SECTIONPAGES")
    }

    fn link(&self) -> Option<Rc<str>> {
        let quoted = || self.instruction.split('"').nth(1);
        (self.name() == "HYPERLINK" && !self.instruction.contains("\\l")).then(quoted).flatten().and_then(address::safe)
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
        for element in parent.elements() {
            match &*element.name {
                "w:r" => self.run(element, style, spans, boxes)?,
                "w:hyperlink" => {
                    let target = element.attribute("r:id").and_then(|id| self.part.outside(id));
                    let link = target.and_then(address::safe);
                    if target.is_some() && link.is_none() {
                        self.document.remarks.add_example(Remark::Link, target.unwrap_or_default());
                    }
                    let style = Style { link: link.or_else(|| style.link.clone()), ..style.clone() };
                    self.inline(element, &style, spans, boxes)?;
                }
                "w:ins" | "w:moveTo" => {
                    self.document.remarks.add(Remark::Changes);
                    self.inline(element, style, spans, boxes)?;
                }
                "w:del" | "w:moveFrom" => self.document.remarks.add(Remark::Changes),
                "w:sdt" | "w:sdtContent" | "w:smartTag" | "w:customXml" | "w:fldSimple" | "w:dir" | "w:bdo" => {
                    self.inline(element, style, spans, boxes)?;
                }
                "m:oMath" | "m:oMathPara" => {
                    self.document.remarks.add_example(Remark::Formula, &element.text());
                    self.push(Content::Text(element.text()), style, spans);
                }
                "mc:AlternateContent" => {
                    if let Some(choice) = element.child("mc:Choice") {
                        self.inline(choice, style, spans, boxes)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn run(
        &mut self,
        run: &Element,
        style: &Style,
        spans: &mut Vec<Span>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        let Some(style) = self.run_style(run, style) else {
            self.document.remarks.add_example(Remark::Hidden, &run.text());
            return Ok(());
        };
        self.run_parts(run, &style, spans, boxes)
    }

    /// How a run is written; nothing for one that is hidden.
    fn run_style(&self, run: &Element, around: &Style) -> Option<Style> {
        let Some(properties) = run.child("w:rPr") else { return Some(around.clone()) };
        let property = |name: &str| properties.child(name).map(is_on);
        if property("w:vanish") == Some(true) {
            return None;
        }
        let value = |name: &str| properties.child(name).and_then(|it| it.attribute("w:val"));
        let mut marks = self.styles.marks(value("w:rStyle"));
        let own = [("w:b", Mark::Bold), ("w:i", Mark::Italic), ("w:strike", Mark::Strike), ("w:dstrike", Mark::Strike)];
        for (name, mark) in own {
            if let Some(on) = property(name) {
                marks.set(mark, on);
            }
        }
        match value("w:vertAlign") {
            Some("subscript") => marks.set(Mark::Sub, true),
            Some("superscript") => marks.set(Mark::Sup, true),
            _ => {}
        }
        let font = properties.child("w:rFonts").and_then(|fonts| fonts.attribute("w:ascii")).unwrap_or_default();
        Some(Style { marks, link: around.link.clone(), is_symbol: symbols::is_symbol_font(font) })
    }

    fn run_parts(
        &mut self,
        run: &Element,
        style: &Style,
        spans: &mut Vec<Span>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        for part in run.elements() {
            match &*part.name {
                "w:t" => self.text(&part.text(), style, spans),
                "w:tab" | "w:ptab" => self.push(Content::Text(" ".to_owned()), style, spans),
                "w:br" if part.attribute("w:type").is_some_and(|sort| sort != "textWrapping") => {}
                "w:br" | "w:cr" => self.push(Content::Break, style, spans),
                "w:noBreakHyphen" => self.push(Content::Text("\u{2011}".to_owned()), style, spans),
                "w:sym" => self.symbol(part, style, spans),
                "w:instrText" => self.instruction(&part.text()),
                "w:fldChar" => self.field(part.attribute("w:fldCharType")),
                "w:footnoteReference" | "w:endnoteReference" => self.note_reference(part, spans),
                "w:drawing" | "w:pict" | "w:object" => self.drawing(part, style, spans, boxes)?,
                "mc:AlternateContent" => {
                    if let Some(choice) = part.child("mc:Choice") {
                        self.run_parts(choice, style, spans, boxes)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn push(&mut self, content: Content, style: &Style, spans: &mut Vec<Span>) {
        if self.fields.is_shown() {
            let link = self.fields.link().or_else(|| style.link.clone());
            spans.push(Span { content, marks: style.marks, link });
        } else if self.fields.0.iter().any(|field| field.name() == "TOC") {
            self.document.remarks.add(Remark::Toc);
        }
    }

    fn text(&mut self, text: &str, style: &Style, spans: &mut Vec<Span>) {
        let (text, lost) = symbols::replaced(text, style.is_symbol);
        for c in lost {
            self.document.remarks.add_example(Remark::Symbol, &format!("U+{:04X}", c as u32));
        }
        self.push(Content::Text(text), style, spans);
    }

    fn symbol(&mut self, symbol: &Element, style: &Style, spans: &mut Vec<Span>) {
        let code = symbol.attribute("w:char").and_then(|code| u32::from_str_radix(code, 16).ok());
        if let Some(c) = code.and_then(char::from_u32) {
            self.text(&c.to_string(), &Style { is_symbol: true, ..style.clone() }, spans);
        }
    }

    fn instruction(&mut self, text: &str) {
        if let Some(field) = self.fields.0.last_mut().filter(|field| !field.shows_result) {
            field.instruction.push_str(text);
        }
    }

    fn field(&mut self, sort: Option<&str>) {
        match sort {
            Some("begin") => self.fields.0.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.0.last_mut() {
                    field.shows_result = true;
                }
            }
            Some("end") => drop(self.fields.0.pop()),
            _ => {}
        }
    }

    fn note_reference(&mut self, reference: &Element, spans: &mut Vec<Span>) {
        let sort = if &*reference.name == "w:footnoteReference" { "w:footnote" } else { "w:endnote" };
        if let Some(id) = reference.attribute("w:id") {
            let number = self.note(sort, id);
            spans.push(Span { content: Content::Note(number), marks: Marks::default(), link: None });
        }
    }

    /// A picture, a box with a text, or both.
    fn drawing(
        &mut self,
        drawing: &Element,
        style: &Style,
        spans: &mut Vec<Span>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        const BOX: &str = "w:txbxContent";
        let blip = drawing.find("a:blip", BOX).and_then(|blip| blip.attribute("r:embed").or(blip.attribute("r:link")));
        let data = || drawing.find("v:imagedata", BOX).and_then(|data| data.attribute("r:id"));
        let text = drawing.find(BOX, "");
        if let Some(id) = blip.or_else(data).map(str::to_owned) {
            if let Some(file) = self.picture(&id)? {
                let alt = alternative(drawing);
                if alt.is_empty() {
                    self.document.remarks.add_example(Remark::PictureWithoutAlt, &file);
                }
                self.push(Content::Picture { file, alt }, style, spans);
            }
        } else if text.is_none() {
            self.document.remarks.add(Remark::Object);
        }
        if let Some(text) = text {
            self.document.remarks.add(Remark::TextBox);
            boxes.extend(self.blocks(text)?);
        }
        Ok(())
    }

    /// The file of a picture, by the id of its relation.
    fn picture(&mut self, id: &str) -> Result<Option<String>, Diagnostic> {
        if let Some(address) = self.part.outside(id) {
            self.document.remarks.add_example(Remark::PictureForeign, address);
            return Ok(None);
        }
        let Some(name) = self.part.inside(id).map(str::to_owned) else { return Ok(None) };
        if let Some(known) = self.pictures.known(&name) {
            return Ok(Some(known));
        }
        let Some(bytes) = self.archive.part(&name)? else { return Ok(None) };
        Ok(self.pictures.take(&name, bytes, &mut self.document.remarks))
    }
}

fn alternative(drawing: &Element) -> String {
    let properties = drawing.find("wp:docPr", "w:txbxContent");
    let described = properties.and_then(|it| it.attribute("descr").filter(|text| !text.is_empty()));
    let titled = properties.and_then(|it| it.attribute("title"));
    let shape = || drawing.find("v:shape", "w:txbxContent").and_then(|shape| shape.attribute("alt"));
    described.or(titled).or_else(shape).unwrap_or_default().trim().to_owned()
}
