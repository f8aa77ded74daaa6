//! Documents of other programs as entries of the portal: read into one model of blocks, tidied, written as Markdown with a front matter of
//! which every guess says so.
//!
//! It reads only what an author names, and writes nothing itself. It must not know arguments, pages or themes.

mod address;
mod archive;
mod block;
mod cell_values;
mod docx;
mod encoding;
mod entry;
mod escape;
mod files;
mod generators;
mod guess;
mod html;
mod inline;
mod links;
mod lists;
mod markdown;
mod odt;
mod pictures;
mod rows;
mod sheet;
mod spans;
mod tidy;
mod wordpress;
mod xml;

#[cfg(test)]
mod tests_markdown;
#[cfg(test)]
mod tests_robustness;

use std::path::Path;

use crate::diagnostics::{Code, Diagnostic};

#[cfg(test)]
pub use block::Remark;
pub use entry::{Counts, Entry, Options, Proposal};
pub use files::{Named, State, collect, state};
pub use links::Addresses;
pub use rows::{Mapping, check as check_mapping, mapping};

/// The endings of the files that can be read.
pub const ENDINGS: [&str; 11] = ["docx", "docm", "odt", "html", "htm", "md", "markdown", "csv", "tsv", "xlsx", "xml"];

/// Makes entries of a file: of a table one a row, else one. With them come the problems of cells.
pub fn entries(path: &Path, options: &Options<'_>) -> Result<(Vec<Entry>, Vec<Diagnostic>), Diagnostic> {
    let told = |problem: Diagnostic| problem.arg("path", path.display());
    let rows = match files::ending(path).as_str() {
        "csv" | "tsv" => files::read(path).and_then(|bytes| sheet::read_csv(&bytes)),
        "xlsx" => files::read(path).and_then(sheet::read_xlsx),
        "xml" => return export(path, options).map_err(told),
        _ => return entry(path, options).map(|entry| (entry.into_iter().collect(), Vec::new())).map_err(told),
    };
    let (entries, problems) = rows::entries(&rows.map_err(told)?, options);
    Ok((entries, problems.into_iter().map(told).collect()))
}

/// The posts and pages of an export of WordPress.
fn export(path: &Path, options: &Options<'_>) -> Result<(Vec<Entry>, Vec<Diagnostic>), Diagnostic> {
    let export = wordpress::read(&files::read(path)?)?;
    let standing = options.kinds.all().find(|kind| !kind.has_section()).unwrap_or(options.kind);
    let entries = export.texts.into_iter().map(|text| {
        let kind = if text.is_page { standing } else { options.kind };
        Entry::of_page(text.page, "", &Options { kind, ..*options })
    });
    let problem = |(sort, count): (String, usize)| {
        Diagnostic::warning(Code::ImportItems).arg("type", sort).arg("count", count).arg("path", path.display())
    };
    Ok((entries.collect(), export.left_out.into_iter().map(problem).collect()))
}

/// Nothing of a file that only names a list.
fn entry(path: &Path, options: &Options<'_>) -> Result<Option<Entry>, Diagnostic> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if !matches!(files::ending(path).as_str(), "md" | "markdown") {
        return Ok(Some(Entry::new(read(path)?, &stem, options)));
    }
    let page = generators::read(&encoding::decode(&files::read(path)?), path)?;
    if stem == "_index" && page.body.trim().is_empty() {
        return Ok(None);
    }
    // A page with files of its own is named by its folder.
    let folder = path.parent().and_then(Path::file_name).filter(|_| matches!(&*stem, "index" | "_index"));
    let stem = folder.map_or(stem, |folder| folder.to_string_lossy().into_owned());
    Ok(Some(Entry::of_page(page, &stem, options)))
}

fn read(path: &Path) -> Result<block::Document, Diagnostic> {
    match files::ending(path).as_str() {
        "docx" | "docm" => docx::read(files::read(path)?),
        "odt" => odt::read(files::read(path)?),
        "html" | "htm" => {
            let bytes = files::read(path)?;
            html::read(&encoding::decode(&bytes), path.parent().unwrap_or(Path::new("")))
        }
        "xls" | "ods" | "xlsb" => Err(Diagnostic::error(Code::ImportFormat).help("sheet")),
        "doc" | "rtf" => Err(Diagnostic::error(Code::ImportOldFormat)),
        _ => {
            Err(Diagnostic::error(Code::ImportFormat)
                .arg("known", ENDINGS.map(|ending| format!(".{ending}")).join(", ")))
        }
    }
}
