//! All integration tests of avilys, in one binary. `tests/README.md` says what stands where and how to add one.

#![expect(clippy::disallowed_methods, reason = "tests make and look at real folders")]

mod adding;
mod addresses;
mod book;
mod check;
mod command_line;
mod files;
mod fixing;
mod front_matter;
mod golden;
mod import;
mod kinds;
mod languages;
mod lists;
mod look;
mod lsp;
mod map;
mod markdown;
mod mistakes;
mod output;
mod own_kinds;
mod parts;
mod preview;
mod profile;
mod properties;
mod rebuild;
mod relations;
mod sample;
mod search;
mod starter;
mod stress;
mod style;
mod support;
mod templates;
