//! An author's own file, changed on request.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic, SourceText};

/// What some programs write before a text to say that it is in UTF-8.
const UTF8_MARK: &[u8] = "\u{feff}".as_bytes();

/// Puts `text` in the place of the file that `source` was read from, in one step. Its mark of UTF-8, if it has one, stays.
///
/// # Errors
/// Where the file is not what was read any more, or not in UTF-8: then it stays as it is.
#[expect(clippy::disallowed_methods, reason = "the author asked to have this very file changed")]
pub fn rewrite(root: &Path, source: &SourceText, text: &str) -> Result<(), Diagnostic> {
    let path = root.join(&source.path);
    let failed = |error: io::Error| {
        Diagnostic::error(Code::Unwritable).arg("path", path.display()).arg("reason", of_system(&error))
    };
    let bytes = fs::read(&path).map_err(failed)?;
    let mark = bytes.strip_suffix(source.text.as_bytes()).filter(|mark| mark.is_empty() || *mark == UTF8_MARK);
    let Some(mark) = mark else {
        return Err(Diagnostic::error(Code::FixChanged).arg("path", &source.path));
    };
    let new = path.with_extension("avilys-new");
    let write = || {
        let mut written = fs::File::create_new(&new)?;
        written.write_all(mark)?;
        written.write_all(text.as_bytes())?;
        written.set_permissions(fs::metadata(&path)?.permissions())?;
        written.sync_all()?;
        fs::rename(&new, &path)
    };
    write().inspect_err(|_| drop(fs::remove_file(&new))).map_err(failed)
}
