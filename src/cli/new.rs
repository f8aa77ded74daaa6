//! `avilys new`: a folder that builds at once, with an example of each thing to start from.

use std::path::PathBuf;

use clap::ArgMatches;

use super::words::Ui;
use super::{DONE, build};
use crate::scaffold::{self, Starter};

pub fn run(ui: &Ui, matches: &ArgMatches) -> u8 {
    let dir = matches.get_one::<String>("dir").map(PathBuf::from).unwrap_or_default();
    let starter = if matches.get_flag("school") { Starter::School } else { Starter::Portal };
    match scaffold::create(&dir, starter, ui.catalogue.language) {
        Ok(files) => {
            anstream::println!("{}", ui.say_with("cli.new.done", &[("dir", dir.display().to_string())]));
            for file in files {
                anstream::println!("  {file}");
            }
            anstream::println!("{}", ui.say_with("cli.new.next", &[("dir", dir.display().to_string())]));
            DONE
        }
        Err(problem) => build::misuse(ui, &problem),
    }
}
