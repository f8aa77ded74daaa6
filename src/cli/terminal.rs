//! What the program says, on standard output and standard error.
//!
//! Nobody may be listening any more, or what is said may go to a full disk. What was done stays done, so neither stops the program
//! nor changes its exit code.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::print_problems;
use super::words::Ui;
use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic};

/// Says on standard output what the command was called for. That nobody listens to the end is no problem.
pub fn answer(ui: &Ui, text: &str) {
    match write(&mut anstream::stdout().lock(), text) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            print_problems(ui, &[Diagnostic::warning(Code::CliPrint).arg("reason", of_system(&error))]);
        }
        _ => {}
    }
}

/// Says something on standard error. Where that fails there is nowhere to say so.
pub fn remark(text: &str) {
    write(&mut anstream::stderr().lock(), text).ok();
}

fn write(to: &mut impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// A path as it is written in a command, for a shell of this system.
pub fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '_' | '-' | ':' | '+' | ',' | '@');
    let backslash_is_sign = !cfg!(windows) && text.contains('\\');
    if !text.is_empty() && text.chars().all(is_plain) && !backslash_is_sign {
        text
    } else if cfg!(windows) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_as_a_shell_reads_it() {
        for (path, written) in [
            ("portalas", "portalas"),
            ("mokyklų/tinklas-2", "mokyklų/tinklas-2"),
            ("mano portalas", "'mano portalas'"),
            ("O'Briano & $draugai", "'O'\\''Briano & $draugai'"),
            ("a\\b", "'a\\b'"),
        ] {
            assert_eq!(quoted(Path::new(path)), written);
            let echoed =
                std::process::Command::new("sh").args(["-c", &format!("printf %s {written}")]).output().unwrap();
            assert_eq!(String::from_utf8(echoed.stdout).unwrap(), path);
        }
    }
}
