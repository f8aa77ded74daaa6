//! Word documents (.docx, ECMA-376).

mod blocks;
mod numbering;
mod parts;
mod styles;
mod symbols;
mod text;

use super::archive::{Archive, broken};
use super::block::{Document, Remark};
use super::pictures::Pictures;
use super::xml::Element;
use crate::diagnostics::Diagnostic;
use numbering::Numbering;
use parts::{Part, main_part};
use styles::Styles;
use text::Fields;

pub use blocks::without_bold;

pub fn read(bytes: Vec<u8>) -> Result<Document, Diagnostic> {
    let mut archive = Archive::open(bytes)?;
    let main = main_part(&mut archive)?;
    let root = archive.xml(&main)?.ok_or_else(|| broken(()))?;
    let part = Part::new(&mut archive, &main)?;
    let styles = part.related_xml(&mut archive, "/styles")?;
    let numbering = part.related_xml(&mut archive, "/numbering")?;
    let mut reader = Reader {
        styles: Styles::new(styles.as_ref()),
        numbering: Numbering::new(numbering.as_ref()),
        document: Document::default(),
        pictures: Pictures::default(),
        fields: Fields::default(),
        notes: Vec::new(),
        archive,
        part,
    };
    reader.document.blocks = reader.blocks(root.child("w:body").unwrap_or(&root))?;
    reader.add_notes()?;
    reader.see_what_is_left_out()?;
    reader.document.pictures = reader.pictures.files;
    Ok(reader.document)
}

struct Reader {
    archive: Archive,
    /// The part that is being read.
    part: Part,
    styles: Styles,
    numbering: Numbering,
    document: Document,
    pictures: Pictures,
    fields: Fields,
    /// Notes that the text refers to, with the sort of part that they stand in.
    notes: Vec<(&'static str, String)>,
}

impl Reader {
    /// The number of a note, which is read later.
    fn note(&mut self, sort: &'static str, id: &str) -> usize {
        let known = self.notes.iter().position(|(other, known)| *other == sort && known == id);
        known.unwrap_or_else(|| {
            self.notes.push((sort, id.to_owned()));
            self.notes.len() - 1
        })
    }

    fn add_notes(&mut self) -> Result<(), Diagnostic> {
        let wanted = std::mem::take(&mut self.notes);
        self.document.notes = vec![Vec::new(); wanted.len()];
        for (sort, element) in [("/footnotes", "w:footnote"), ("/endnotes", "w:endnote")] {
            let Some(name) = self.part.related(sort).map(str::to_owned) else { continue };
            let Some(root) = self.archive.xml(&name)? else { continue };
            let part = Part::new(&mut self.archive, &name)?;
            let main = std::mem::replace(&mut self.part, part);
            for (number, (_, id)) in wanted.iter().enumerate().filter(|(_, (wanted, _))| *wanted == element) {
                let is_note = |note: &&Element| note.attribute("w:id") == Some(id);
                if let Some(note) = root.elements().find(is_note) {
                    self.document.notes[number] = self.blocks(note)?;
                }
            }
            self.part = main;
        }
        Ok(())
    }

    fn see_what_is_left_out(&mut self) -> Result<(), Diagnostic> {
        for name in self.part.all_related(&["/header", "/footer"]) {
            let text = self.archive.xml(&name)?.map(|root| root.text()).unwrap_or_default();
            if !text.trim().is_empty() {
                self.document.remarks.add_example(Remark::Header, &text);
            }
        }
        if self.part.related("/comments").is_some() {
            self.document.remarks.add(Remark::Comment);
        }
        if self.archive.has_macros() {
            self.document.remarks.add(Remark::Macro);
        }
        Ok(())
    }
}
