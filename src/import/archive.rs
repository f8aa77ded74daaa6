//! The parts of a .docx or .odt: a zip archive, read within limits. Names in it are never used as paths.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{self, Element};
use crate::diagnostics::{Code, Diagnostic};

/// Bytes of all parts together, unpacked.
const UNPACKED: u64 = 64 * 1024 * 1024;
const PARTS: usize = 5000;

pub struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// How many bytes may still be unpacked.
    left: u64,
    /// How many elements the parts may still have.
    elements: usize,
}

impl Archive {
    pub fn open(bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        // An old .doc, or a document with a password: both are OLE files.
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(Diagnostic::error(Code::ImportOldFormat));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if zip.len() > PARTS {
            return Err(too_large());
        }
        Ok(Self { zip, left: UNPACKED, elements: xml::ELEMENTS })
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Programs that a document brings along: only looked for, never run.
    pub fn has_macros(&self) -> bool {
        self.zip.file_names_raw().any(|name| name.ends_with(b"vbaProject.bin") || name.starts_with(b"Basic/"))
    }

    /// The bytes of a part; none where it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let mut bytes = Vec::new();
        part.take(self.left + 1).read_to_end(&mut bytes).map_err(broken)?;
        let length = bytes.len() as u64;
        self.left = self.left.checked_sub(length).ok_or_else(too_large)?;
        Ok(Some(bytes))
    }

    /// The archive itself, once it is known that nothing in it is too large.
    pub fn checked(mut self) -> Result<Vec<u8>, Diagnostic> {
        let names: Vec<String> = self.zip.file_names().flatten().map(Cow::into_owned).collect();
        for name in names {
            self.part(&name)?;
        }
        Ok(self.zip.into_inner().into_inner())
    }

    /// A part as XML.
    pub fn xml(&mut self, name: &str) -> Result<Option<Element>, Diagnostic> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        xml::parse(&xml::decode(&bytes), &mut self.elements).map(Some)
    }
}

/// A file that is not what it should be. The readers' own words are for programmers.
pub fn broken<E>(_: E) -> Diagnostic {
    Diagnostic::error(Code::ImportBroken)
}

fn too_large() -> Diagnostic {
    Diagnostic::error(Code::ImportTooLarge).help("unpacked")
}
