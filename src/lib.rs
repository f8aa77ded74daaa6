//! avilys: Markdown in, a browsable and searchable school-network portal out.

pub mod cli;
pub mod config;
pub mod date;
pub mod diagnostics;
pub mod fields;
pub mod locale;
pub mod markdown;
pub mod output;
pub mod page;
pub mod portal;
pub mod record;
pub mod scaffold;
pub mod site;
pub mod source;
pub mod theme;
pub mod view;
