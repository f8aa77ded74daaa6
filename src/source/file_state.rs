//! One file of the site: what the system says of it, and what is in it as far as it is wanted.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::open::Root;
use super::{SiteFile, active, encoding, unreadable};
use crate::content_file::ContentFile;
use crate::content_hash::ContentHash;
use crate::diagnostics::{Code, Diagnostic, SourceText};

/// Where a file is.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub root: &'a Root<'a>,
    /// Below the root.
    pub below: &'a Path,
    pub disk: &'a Path,
}

/// What is wanted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Text,
    /// Its text as a file of the content.
    InParts,
    /// Its size, for it is published as it is.
    Size,
    /// The same, once it is looked through for what a browser would run.
    Drawing,
    /// Its size and a hash of its content.
    Hash,
    Nothing,
}

/// What the system says of a file. Where it is the same, the content is, unless two changes fell on one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// When anything of the file changed, in seconds and nanoseconds, and the file's number, where the system has them.
    inode: Option<(i64, i64, u64)>,
}

impl Stamp {
    fn new(meta: &Metadata) -> Self {
        #[cfg(unix)]
        let inode = {
            use std::os::unix::fs::MetadataExt;
            Some((meta.ctime(), meta.ctime_nsec(), meta.ino()))
        };
        #[cfg(not(unix))]
        let inode = None;
        Self { len: meta.len(), modified: meta.modified().ok(), inode }
    }

    /// File systems count time in steps of up to two seconds: a file changed so lately may change again without a sign.
    fn is_settled(&self, now: SystemTime) -> bool {
        const STEP: Duration = Duration::from_secs(2);
        self.modified.and_then(|modified| modified.checked_add(STEP)).is_some_and(|settled| settled < now)
    }
}

/// A file as it was last looked at.
#[derive(Debug, Clone)]
pub(super) struct FileState {
    stamp: Stamp,
    /// True while an equal [`Stamp`] means equal content.
    settled: bool,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    Text(Arc<SourceText>),
    InParts(Arc<ContentFile>),
    /// With its path relative to the site's root, in normal form.
    File(Box<(String, SiteFile)>),
    Problem(Box<Diagnostic>),
}

/// Looks at a file. `before` is what was seen last; where nothing changed, the same text is given again, not a copy.
/// `path` is the file's name in the site, `bytes` a place to read into. Nothing is given when the file has gone.
pub(super) fn read_state(
    at: At<'_>,
    path: String,
    wanted: Wanted,
    before: Before<'_>,
    bytes: &mut Vec<u8>,
) -> Option<FileState> {
    let disk = at.disk;
    let now = SystemTime::now();
    if let Before::Trusted(seen) = before
        && seen.settled
        && fs::metadata(disk).is_ok_and(|meta| Stamp::new(&meta) == seen.stamp)
    {
        return Some(seen.clone());
    }
    let read = if wanted == Wanted::Size { size(disk) } else { read(at, bytes) };
    let stamp = match read {
        Ok(stamp) => stamp,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            let stamp = Stamp { len: 0, modified: None, inode: None };
            let problem = Box::new(unreadable(&path, &error));
            return Some(FileState { stamp, settled: false, content: Content::Problem(problem) });
        }
    };
    let content = match wanted {
        Wanted::Text => match text(&path, bytes) {
            Ok(text) => Content::Text(known_text(SourceText::new(path, text), before)),
            Err(problem) => Content::Problem(Box::new(problem)),
        },
        Wanted::InParts => match text(&path, bytes) {
            Ok(text) => Content::InParts(known_file(ContentFile::new(path, text), before)),
            Err(problem) => Content::Problem(Box::new(problem)),
        },
        Wanted::Size => {
            let file = SiteFile { disk: disk.to_owned(), len: stamp.len, hash: None, stamp: Some(stamp), active: None };
            Content::File(Box::new((path, file)))
        }
        Wanted::Drawing => {
            let active = active::in_svg(bytes);
            let file = SiteFile { disk: disk.to_owned(), len: stamp.len, hash: None, stamp: Some(stamp), active };
            Content::File(Box::new((path, file)))
        }
        Wanted::Hash => {
            let hash = Some(ContentHash::of(bytes).short(8));
            Content::File(Box::new((
                path,
                SiteFile { disk: disk.to_owned(), len: stamp.len, hash, stamp: None, active: None },
            )))
        }
        Wanted::Nothing => return None,
    };
    Some(FileState { stamp, settled: stamp.is_settled(now), content })
}

/// An unsaved text in the place of a file; nothing where no text is wanted of it.
pub(super) fn unsaved_state(path: &str, text: &str, wanted: Wanted, before: Before<'_>) -> Option<FileState> {
    let text = text.trim_start_matches('\u{feff}');
    let content = match wanted {
        Wanted::Text => Content::Text(known_text(SourceText::new(path, text), before)),
        Wanted::InParts => Content::InParts(known_file(ContentFile::new(path.to_owned(), text), before)),
        _ => return None,
    };
    Some(FileState { stamp: Stamp { len: 0, modified: None, inode: None }, settled: false, content })
}

/// What is known of a file before it is looked at.
#[derive(Clone, Copy)]
pub(super) enum Before<'s> {
    /// Nothing is read again while the system says that nothing changed.
    Trusted(&'s FileState),
    /// Something is said to have changed: it is read in any case.
    Invalidated(&'s FileState),
    Unknown,
}

impl<'s> Before<'s> {
    fn content(self) -> Option<&'s Content> {
        match self {
            Self::Trusted(seen) | Self::Invalidated(seen) => Some(&seen.content),
            Self::Unknown => None,
        }
    }
}

fn size(disk: &Path) -> io::Result<Stamp> {
    Ok(Stamp::new(&fs::metadata(disk)?))
}

/// Reads as much as the file says that it holds: what is added meanwhile changes its [`Stamp`].
fn read(at: At<'_>, bytes: &mut Vec<u8>) -> io::Result<Stamp> {
    let mut file = at.root.open(at.below)?;
    let stamp = Stamp::new(&file.metadata()?);
    // What is there from the file before is written over, or cut off below.
    bytes.resize(usize::try_from(stamp.len).unwrap_or(0), 0);
    let filled = fill(&mut file, bytes)?;
    bytes.truncate(filled);
    Ok(stamp)
}

/// Reads until `bytes` are full or the file ends, and gives how many they are.
fn fill(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The text of a file without the mark that some editors put at its start, or put there twice. The problem of one that is not UTF-8
/// points at the first wrong byte, on the text as far as it can be shown, and names the encoding that it seems to have.
pub(super) fn text<'b>(path: &str, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    match simdutf8::compat::from_utf8(bytes) {
        // As UTF-8, a text of European letters in UTF-16 is one with a zero in every other byte.
        Ok(text) if !bytes.iter().take(2).any(|byte| *byte == 0) => Ok(text.trim_start_matches('\u{feff}')),
        read => Err(not_utf8(path, bytes, read.err().map_or(0, |error| error.valid_up_to()))),
    }
}

/// `at` is the first wrong byte.
fn not_utf8(path: &str, bytes: &[u8], at: usize) -> Diagnostic {
    let problem = Diagnostic::error(Code::NotUtf8);
    let Some((encoding, text)) = encoding::guess(bytes) else {
        let source = SourceText::new(path, String::from_utf8_lossy(bytes));
        return problem.at(&source, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
    };
    // In an encoding of one byte a character, the byte's number is that of the character.
    let place = text.char_indices().nth(at).map_or(0..0, |(start, c)| start..start + c.len_utf8());
    problem.arg("encoding", encoding).help("looks_like").at(&SourceText::new(path, text), place)
}

/// The text as it was known, where it still is the same.
fn known_text(text: Arc<SourceText>, before: Before<'_>) -> Arc<SourceText> {
    match before.content() {
        Some(Content::Text(known)) if *known == text => Arc::clone(known),
        _ => text,
    }
}

fn known_file(file: ContentFile, before: Before<'_>) -> Arc<ContentFile> {
    match before.content() {
        Some(Content::InParts(known)) if **known == file => Arc::clone(known),
        _ => Arc::new(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_trusted_only_when_the_last_change_is_long_enough_ago() {
        let now = SystemTime::now();
        let changed = |seconds| Stamp { len: 1, modified: now.checked_sub(Duration::from_secs(seconds)), inode: None };
        assert!(!changed(0).is_settled(now) && !changed(2).is_settled(now) && changed(3).is_settled(now));
        let ahead = Stamp { len: 1, modified: now.checked_add(Duration::from_hours(1)), inode: None };
        assert!(!ahead.is_settled(now), "a clock elsewhere may be ahead");
    }
}
