//! The program on a real terminal, as a person sees it.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// A program that runs on a pseudo-terminal.
pub struct Terminal {
    child: Child,
    keys: File,
    shown: Receiver<Vec<u8>>,
    seen: String,
}

impl Terminal {
    pub fn run(folder: &Path, language: &str, arguments: &[&str]) -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&keys).and_then(|()| unlockpt(&keys)).expect("ours");
        tcsetwinsize(&keys, Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 }).expect("a size");
        let name = ptsname(&keys, Vec::new()).expect("a name");
        let screen = || -> Stdio {
            let file = File::options().read(true).write(true).open(name.to_str().expect("UTF-8")).expect("its screen");
            OwnedFd::from(file).into()
        };
        let mut program = Command::new(env!("CARGO_BIN_EXE_avilys"));
        program.args(arguments).current_dir(folder).env("LC_ALL", language).env("TERM", "xterm-256color");
        let child = program.stdin(screen()).stdout(screen()).stderr(screen()).spawn().expect("the program");
        drop(program);
        let keys = File::from(keys);
        let mut reader = keys.try_clone().expect("the other end");
        let (sender, shown) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, keys, shown, seen: String::new() }
    }

    /// Waits until something is shown.
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let until = Instant::now() + Duration::from_secs(20);
        while !self.seen.contains(text) {
            let left = until.saturating_duration_since(Instant::now());
            let bytes =
                self.shown.recv_timeout(left).unwrap_or_else(|_| panic!("{text:?} is not shown: {}", self.seen));
            self.seen += &String::from_utf8_lossy(&bytes);
        }
        self.seen.clear();
        self
    }

    pub fn types(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).expect("typed");
        self
    }

    /// The exit code.
    pub fn ends(&mut self) -> i32 {
        self.child.wait().expect("an end").code().unwrap_or(-1)
    }
}
