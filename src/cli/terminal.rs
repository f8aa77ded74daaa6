//! What the program says, on standard output and standard error.
//!
//! Nobody may be listening any more, or what is said may go to a full disk. What was done stays done, so neither stops the program
//! nor changes its exit code.

use std::io::{self, ErrorKind, Write};

use super::print_problems;
use super::words::Ui;
use crate::diagnostics::{Code, Diagnostic};

/// Says on standard output what the command was called for. That nobody listens to the end is no problem.
pub fn answer(ui: &Ui, text: &str) {
    match write(&mut anstream::stdout().lock(), text) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            print_problems(ui, &[Diagnostic::warning(Code::CliPrint).arg("reason", error)]);
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
