//! Documents of other programs as entries of the portal: read into one model of blocks, tidied, written as Markdown with a front matter of
//! which every guess says so.
//!
//! It reads only what an author names, and writes nothing itself. It must not know arguments, pages or themes.

mod address;
mod archive;
mod block;
mod docx;
mod encoding;
mod entry;
mod escape;
mod files;
mod guess;
mod html;
mod inline;
mod lists;
mod markdown;
mod odt;
mod pictures;
mod spans;
mod tidy;
mod xml;

#[cfg(test)]
mod tests_markdown;

use std::path::Path;

use crate::diagnostics::{Code, Diagnostic};

#[cfg(test)]
pub use block::Remark;
pub use entry::{Counts, Entry, Options, Proposal};
pub use files::{State, collect, state};

/// The endings of the files that can be read.
pub const ENDINGS: [&str; 5] = ["docx", "docm", "odt", "html", "htm"];

/// Makes an entry of a document.
pub fn entry(path: &Path, options: &Options<'_>) -> Result<Entry, Diagnostic> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let document = read(path).map_err(|problem| problem.arg("path", path.display()))?;
    Ok(Entry::new(document, &stem, options))
}

fn read(path: &Path) -> Result<block::Document, Diagnostic> {
    match files::ending(path).as_str() {
        "docx" | "docm" => docx::read(files::read(path)?),
        "odt" => odt::read(files::read(path)?),
        "html" | "htm" => {
            let bytes = files::read(path)?;
            html::read(&encoding::decode(&bytes), path.parent().unwrap_or(Path::new("")))
        }
        "doc" | "rtf" => Err(Diagnostic::error(Code::ImportOldFormat)),
        _ => {
            Err(Diagnostic::error(Code::ImportFormat)
                .arg("known", ENDINGS.map(|ending| format!(".{ending}")).join(", ")))
        }
    }
}
