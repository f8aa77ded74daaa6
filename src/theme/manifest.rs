//! `theme.toml`: a theme's name and the version of the contract that it was written for.

use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::fields::{self, Context, Reader};

/// What a theme says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub name: String,
    pub api: u32,
}

impl Manifest {
    /// Reads the manifest; a theme for another version of the contract is told, not tried.
    pub fn read(source: &Arc<SourceText>) -> (Self, Vec<Diagnostic>) {
        let (table, mut problems) = fields::parse(source, 0..source.text.len());
        let broken = !problems.is_empty();
        let mut context = Context { source, offset: 0, problems: Vec::new() };
        let mut reader = Reader::new(table.get_ref(), 0..0, &mut context).forgiving(broken);
        let name = reader.required("name").unwrap_or_default();
        let api = reader.required("api");
        for text in ["title", "description", "licence", "author", "homepage"] {
            reader.optional::<String>(text);
        }
        if let Some(api) = api.filter(|api| *api != super::API) {
            let span = reader.span_of("api").unwrap_or(0..0);
            reader.report_at(Diagnostic::error(Code::ThemeApi).arg("api", api).arg("known", super::API), span);
        }
        reader.finish();
        problems.append(&mut context.problems);
        (Self { name, api: api.unwrap_or(super::API) }, problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_of_the_contract_is_told() {
        let read = |text: &str| Manifest::read(&SourceText::new("themes/x/theme.toml", text)).1;
        assert_eq!(read("name = \"x\"\napi = 2\n"), []);
        assert_eq!(read("name = \"x\"\napi = 1\n")[0].code.name(), "theme-api");
        assert_eq!(read("name = \"x\"\n")[0].code.name(), "missing-field");
    }
}
