//! The language server: what `check` says, and what can be written, told to an editor while somebody types.
//!
//! It speaks the Language Server Protocol 3.17 on standard input and output. Every file belongs to the portal whose settings
//! stand nearest above it; the texts of the editor count as if they were saved. This module must not know arguments, nor how
//! pages are made.

mod completion;
mod documents;
mod look_up;
mod outline;
mod paths;
mod rename;
mod requests;
mod server;
mod session;
mod spot;
mod text;

use std::sync::mpsc;
use std::thread;

use jiff::civil::Date;
use lsp_server::{Connection, Message};

use server::Server;

/// What the surroundings say.
pub struct Options {
    /// Of the messages, where the editor names none: a BCP 47 tag or a POSIX locale name.
    pub language: String,
    /// The day of each load.
    pub today: Box<dyn Fn() -> Date>,
}

/// What the server waits for.
enum Event {
    Message(Message),
    /// Nothing more will come.
    Closed,
    /// Other problems were found in bodies.
    Checked,
}

/// Serves one editor. True when it ended as the protocol wants it: asked to shut down, then to exit.
pub fn run(options: Options) -> bool {
    let (connection, threads) = Connection::stdio();
    let Ok((id, parameters)) = connection.initialize_start() else { return false };
    let (events, inbox) = mpsc::channel();
    let mut server = Server::new(connection, events.clone(), options, &parameters);
    if server.initialize(id).is_none() {
        return false;
    }
    let receiver = server.receiver();
    thread::spawn(move || {
        for message in receiver {
            if events.send(Event::Message(message)).is_err() {
                return;
            }
        }
        // Whoever would hear it may have gone.
        let _ = events.send(Event::Closed);
    });
    let ended = server.serve(&inbox);
    // The threads go on for as long as there is a connection.
    drop(server);
    match ended {
        Some(as_agreed) => threads.join().is_ok() && as_agreed,
        None => false,
    }
}
