//! The door that every test goes through: a site from a few strings, what the library makes of it, what the program
//! says about it.

mod built;
pub mod editor;
pub mod folder;
pub mod golden;
pub mod html;
mod preview;
mod program;
mod search;
mod site;
#[cfg(unix)]
mod terminal;

pub use built::{Built, place_of};
pub use folder::{Folder, Tree};
pub use preview::Preview;
pub use program::{Avilys, Run};
pub use search::Searchable;
pub use site::{TEMPLATES, TestSite};
#[cfg(unix)]
pub use terminal::Terminal;

/// The day that the tests build for, where they name no other.
pub const TODAY: &str = "2026-11-22";

/// Root of the repository.
pub fn repository() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}
