//! The descriptions that are part of the program: every file of the folder `kinds/` beside this one.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::diagnostics::SourceText;

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/kind/kinds");

/// The file with the fields of all kinds.
const COMMON: &str = "common.toml";

/// The fields of all kinds.
pub(super) fn common() -> Arc<SourceText> {
    let text = FOLDER.get_file(COMMON).and_then(|file| file.contents_utf8());
    SourceText::new(format!("kinds/{COMMON}"), text.unwrap_or_default())
}

/// The kinds that every site has.
pub(super) fn kinds() -> impl Iterator<Item = Arc<SourceText>> {
    let files = FOLDER.files().filter(|file| file.path().to_str() != Some(COMMON));
    files.filter_map(|file| Some(SourceText::new(format!("kinds/{}", file.path().to_str()?), file.contents_utf8()?)))
}
