//! `avilys new`: a folder that builds at once, with an example of each thing to start from.

use std::path::PathBuf;

use clap::ArgMatches;

use super::terminal::quoted;
use super::words::Ui;
use super::{DONE, build, terminal};
use crate::scaffold::{self, Starter};

pub fn run(ui: &Ui, matches: &ArgMatches) -> u8 {
    let dir = matches.get_one::<PathBuf>("dir").cloned().unwrap_or_default();
    let starter = if matches.get_flag("school") { Starter::School } else { Starter::Portal };
    match scaffold::create(&dir, starter, ui.catalogue.language) {
        Ok(files) => {
            let say = |key| ui.say_with(key, &[("dir", dir.display().to_string()), ("quoted", quoted(&dir))]);
            let files: String = files.iter().flat_map(|file| ["  ", file, "\n"]).collect();
            terminal::answer(ui, &format!("{}\n{files}{}\n", say("cli.new.done"), say("cli.new.next")));
            DONE
        }
        Err(problem) => build::misuse(ui, &problem),
    }
}
