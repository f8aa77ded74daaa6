//! The program `avilys`.

use std::process::ExitCode;

fn main() -> ExitCode {
    avilys::cli::main()
}
