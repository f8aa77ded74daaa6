//! The file that `build --profile` writes: opened before the work begins, so that none is done in vain, and left as it
//! was when the build fails.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use crate::diagnostics::{Code, Diagnostic};
use crate::output::{self, Folder};
use crate::profile::{self, Report};

pub struct TraceFile {
    path: PathBuf,
    file: File,
    /// Made by this build, and still without content.
    is_new: bool,
}

impl TraceFile {
    /// Opens the file and leaves what is in it.
    ///
    /// # Errors
    /// A place in the output or in what the site is made from; a file of others; what cannot be written.
    pub fn open(path: &Path, output: &Folder, sources: &[PathBuf]) -> Result<Self, Diagnostic> {
        check_place(path, output, sources)?;
        let failed = |error: io::Error| unwritable(path, &error);
        let (file, is_new) = match File::options().read(true).write(true).open(path) {
            Ok(file) if is_ours(&file).map_err(failed)? => (file, false),
            Ok(_) => return Err(Diagnostic::error(Code::TraceNotOurs).arg("path", path.display())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (File::create_new(path).map_err(failed)?, true),
            Err(error) => return Err(failed(error)),
        };
        Ok(Self { path: path.to_owned(), file, is_new })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn write(mut self, report: &Report) -> Result<(), Diagnostic> {
        self.fill(report).map_err(|error| unwritable(&self.path, &error))?;
        self.is_new = false;
        Ok(())
    }

    fn fill(&mut self, report: &Report) -> io::Result<()> {
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
            self.file.rewind()?;
        }
        let mut out = BufWriter::new(&self.file);
        report.write_trace(&mut out)?;
        out.flush()
    }
}

impl Drop for TraceFile {
    #[expect(clippy::disallowed_methods, reason = "made by this build, and nothing was written into it")]
    fn drop(&mut self) {
        if self.is_new {
            // What cannot be deleted stays as an empty file, which the next trace may fill.
            fs::remove_file(&self.path).ok();
        }
    }
}

/// In the output the trace would be a file of others, in the content one of the site.
fn check_place(path: &Path, output: &Folder, sources: &[PathBuf]) -> Result<(), Diagnostic> {
    let real = output::resolve(path)?;
    let mut folders = vec![output.dir().to_owned()];
    for source in sources {
        folders.push(output::resolve(source)?);
    }
    let above = output.dir().ancestors().find(|above| real == *above && !above.is_dir());
    match folders.iter().map(PathBuf::as_path).find(|folder| real.starts_with(folder)).or(above) {
        Some(folder) => {
            Err(Diagnostic::error(Code::TraceMisplaced).arg("path", path.display()).arg("folder", folder.display()))
        }
        None => Ok(()),
    }
}

/// True for an earlier trace, an empty file, and what is no file but can be written, such as `/dev/null`.
fn is_ours(mut file: &File) -> io::Result<bool> {
    let found = file.metadata()?;
    Ok(!found.is_file() || found.len() == 0 || profile::is_trace(&mut file)?)
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::TraceUnwritable).arg("path", path.display()).arg("error", error)
}
