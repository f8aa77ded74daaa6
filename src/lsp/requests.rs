//! What an editor asks about a place of a file.

use std::path::Path;

use lsp_server::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::rename::{Desk, rename};
use super::server::Server;
use super::spot::Spot;
use super::text::{Encoding, Lines, Position};
use super::{completion, look_up, paths};
use crate::diagnostics::{Code, Diagnostic, SourceText};

type Answer = Result<Value, (ErrorCode, String)>;

/// Answers a request; nothing to say of a place is no mistake.
pub fn answer(server: &mut Server, method: &str, parameters: &Value) -> Answer {
    if method == "textDocument/codeAction" {
        return Ok(fixes(parameters));
    }
    let Some(name) = method.strip_prefix("textDocument/").filter(|name| KNOWN.contains(name)) else {
        return Err((ErrorCode::MethodNotFound, method.to_owned()));
    };
    let path = parameters["textDocument"]["uri"].as_str().and_then(paths::of_uri);
    let position = Position::deserialize(&parameters["position"]);
    let (Some(path), Ok(position)) = (path, position) else {
        return Err((ErrorCode::InvalidParams, method.to_owned()));
    };
    // Suggestions come while somebody types: the state before the last letters will do. All else is of the text as it is.
    let session = if name == "completion" { server.opened_session(&path) } else { server.fresh_session(&path) };
    let Some((root, site)) = session.and_then(|session| Some((session.root.clone(), session.site.clone()?))) else {
        return Ok(Value::Null);
    };
    let Some(below) = path.strip_prefix(&root).ok().and_then(Path::to_str).map(|below| below.replace('\\', "/")) else {
        return Ok(Value::Null);
    };
    let Some(text) = server.documents.text(&path) else { return Ok(Value::Null) };
    let lines = Lines::new(text, server.encoding);
    let offset = lines.offset(position);
    let components = site.components();
    let spot = Spot {
        portal: &site.portal,
        components: &components,
        language: server.catalogue.language,
        path: &below,
        text,
        offset,
    };
    let desk = Desk {
        root: &root,
        encoding: server.encoding,
        uri: &|path| server.documents.uri(path),
        open: &|path| server.documents.text(path).map(str::to_owned),
    };
    let refused = |problem: &Diagnostic| {
        let help = server.catalogue.help(problem).map_or(String::new(), |help| format!("; {help}"));
        (ErrorCode::RequestFailed, format!("{}{help}", server.catalogue.message(problem)))
    };
    match name {
        "completion" => Ok(completion::complete(&spot, &lines, server.abilities.snippets)),
        "hover" => Ok(look_up::hover(&spot, &lines)),
        "definition" => Ok(look_up::definition(&spot).map_or(Value::Null, |path| start_of(&path, &desk))),
        "references" => Ok(references(&spot, &desk)),
        "prepareRename" => prepare(&spot, &lines, server.abilities.renames).map_err(|problem| refused(&problem)),
        _ => {
            let new = parameters["newName"].as_str().unwrap_or_default();
            let entry = entry_to_rename(&spot, server.abilities.renames);
            entry.and_then(|(id, _)| rename(&site.portal, id, new, &desk)).map_err(|problem| refused(&problem))
        }
    }
}

/// What mends the problems that the editor names: it was told with them, and comes back.
fn fixes(parameters: &Value) -> Value {
    let problems = parameters["context"]["diagnostics"].as_array().into_iter().flatten();
    let fix = |problem: &Value| {
        let mut changes = serde_json::Map::new();
        changes.insert(parameters["textDocument"]["uri"].as_str()?.to_owned(), problem["data"]["edits"].clone());
        Some(json!({
            "title": problem["data"]["title"].as_str()?,
            "kind": "quickfix",
            "diagnostics": [problem],
            "isPreferred": true,
            "edit": { "changes": changes },
        }))
    };
    problems.filter_map(fix).collect()
}

const KNOWN: [&str; 6] = ["completion", "hover", "definition", "references", "prepareRename", "rename"];

fn start_of(path: &str, desk: &Desk<'_>) -> Value {
    let start = Position { line: 0, character: 0 };
    json!({ "uri": (desk.uri)(&desk.root.join(path)), "range": { "start": start, "end": start } })
}

fn references(spot: &Spot<'_>, desk: &Desk<'_>) -> Value {
    let Some((id, _)) = look_up::entry_at(spot) else { return Value::Null };
    let location = |found: look_up::Use| {
        let uri = (desk.uri)(&desk.root.join(&found.source.path));
        json!({ "uri": uri, "range": span_in(&found.source, &found.span, desk.encoding) })
    };
    look_up::uses(spot.portal, id).into_iter().map(location).collect()
}

fn span_in(source: &SourceText, span: &std::ops::Range<usize>, encoding: Encoding) -> Value {
    json!(Lines::new(&source.text, encoding).span(span))
}

type Entry = (crate::portal::EntryId, std::ops::Range<usize>);

fn entry_to_rename(spot: &Spot<'_>, can_rename: bool) -> Result<Entry, Diagnostic> {
    let entry = look_up::entry_at(spot).ok_or_else(|| Diagnostic::error(Code::RenameNothing))?;
    if can_rename { Ok(entry) } else { Err(Diagnostic::error(Code::RenameUnsupported)) }
}

fn prepare(spot: &Spot<'_>, lines: &Lines<'_>, can_rename: bool) -> Result<Value, Diagnostic> {
    let (id, span) = entry_to_rename(spot, can_rename)?;
    Ok(json!({ "range": lines.span(&span), "placeholder": spot.portal.entry(id).id() }))
}
