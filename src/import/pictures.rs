//! Pictures of a document as files with names of ours: those of an archive could lead anywhere.

use std::collections::BTreeMap;

use super::block::{Picture, Remark, Remarks};

/// The pictures so far, by their names in the document.
#[derive(Debug, Default)]
pub struct Pictures {
    pub files: Vec<Picture>,
    names: BTreeMap<String, String>,
}

impl Pictures {
    /// The name of a picture that was taken already.
    pub fn known(&self, part: &str) -> Option<String> {
        self.names.get(part).cloned()
    }

    /// Takes a picture and gives the name of its file; none for what browsers do not show.
    pub fn take(&mut self, part: &str, bytes: Vec<u8>, remarks: &mut Remarks) -> Option<String> {
        let Some(extension) = extension(&bytes) else {
            remarks.add_example(Remark::Picture, part.rsplit('/').next().unwrap_or(part));
            return None;
        };
        let name = format!("image{}.{extension}", self.files.len() + 1);
        self.names.insert(part.to_owned(), name.clone());
        self.files.push(Picture { name: name.clone(), bytes });
        Some(name)
    }
}

/// What a picture is, by its first bytes.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 4] =
        [(b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif")];
    let known = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, extension)| *extension);
    let webp = || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")).then_some("webp");
    known.or_else(webp)
}
