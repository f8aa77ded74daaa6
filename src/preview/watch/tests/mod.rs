//! The watcher on real folders, with the system's own events.

mod authors;
mod fallback;
mod mirror;
mod roots;
