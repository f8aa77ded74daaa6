//! What is not finished in the portal, for its author: drafts, gaps, promises that are open, what expires and what nobody followed up.

use std::collections::HashSet;
use std::fmt::Write;

use super::http::encode;
use super::words::Words;
use crate::diagnostics::{Code, Diagnostic};
use crate::kind::Role;
use crate::portal::{EntryId, Portal, Validity};

/// One entry of a group, with what is to be said of it.
struct Item {
    id: EntryId,
    note: String,
}

/// The groups in their order, each with the key of its words. Only those with entries.
fn groups(portal: &Portal, problems: &[Diagnostic], words: &Words) -> Vec<(&'static str, Vec<Item>)> {
    let all = || portal.ids().filter(|id| portal.is_visible(*id));
    let item = |id: EntryId| Item { id, note: String::new() };
    let drafts = all().filter(|id| portal.entry(*id).is_draft()).map(item).collect();
    let scheduled =
        |id: EntryId| portal.entry(id).published_on().filter(|_| portal.entry(id).is_scheduled(portal.today));
    let scheduled = all().filter_map(|id| Some(Item { id, note: words.words.locale.date(scheduled(id)?) })).collect();
    let summary = |id: &EntryId| portal.kind(*id).is_content() && portal.fields(0, *id).text(Role::Summary).is_none();
    let without_summary = all().filter(summary).map(item).collect();
    let expiring = all().filter_map(|id| {
        let until = portal.fields(0, id).date_of(Role::ValidUntil)?;
        let soon = matches!(Validity::on(portal.today, Some(until)), Validity::Expiring | Validity::Expired);
        soon.then(|| Item { id, note: words.words.locale.date(until) })
    });
    let expiring = expiring.collect();
    let open = all().flat_map(|id| open_promises(portal, id, words)).collect();
    let is_waiting = |id: &EntryId| {
        portal.kind(*id).is_learned_at(&portal.kinds) && portal.has_begun(*id) && portal.practices_from(*id).is_empty()
    };
    let without_practice = all().filter(is_waiting).map(item).collect();
    let groups = [
        ("drafts", drafts),
        ("scheduled", scheduled),
        ("placeholders", placeholders(portal, problems)),
        ("summaries", without_summary),
        ("validity", expiring),
        ("promises", open),
        ("follow_ups", without_practice),
    ];
    groups.into_iter().filter(|(_, items): &(_, Vec<Item>)| !items.is_empty()).collect()
}

/// Entries that still hold what `add` wrote into them, or lack what they must have.
fn placeholders(portal: &Portal, problems: &[Diagnostic]) -> Vec<Item> {
    let is_one = |problem: &&Diagnostic| matches!(problem.code, Code::PlaceholderPublished | Code::DraftUnfinished);
    let mut seen = HashSet::new();
    let items = problems.iter().filter(is_one).filter_map(|problem| {
        let id = portal.entry_of(&problem.place.as_ref()?.source.path)?;
        let fields = problem.args.iter().find(|(name, _)| *name == "fields").map(|(_, fields)| fields.clone());
        seen.insert(id).then(|| Item { id, note: fields.unwrap_or_default() })
    });
    items.collect()
}

/// What an entry promised of a kind and did not deliver in full.
fn open_promises(portal: &Portal, id: EntryId, words: &Words) -> Vec<Item> {
    let rows = portal.fields(0, id).rows(Role::Promised);
    let open = rows.filter_map(|row| {
        let delivered = portal.delivered(id, row);
        let (done, promised) = (delivered.entries.len(), delivered.promised? as usize);
        let args = [("done", done.to_string()), ("count", promised.to_string())];
        let title = words.words.say(&format!("section.{}", delivered.kind?.name()));
        let note = || format!("{title}: {}", words.words.say_with("delivered_of", &args));
        (done < promised).then(|| Item { id, note: note() })
    });
    open.collect()
}

/// The page that lists them.
pub fn page(portal: &Portal, problems: &[Diagnostic], base: &str, words: &Words) -> String {
    let say = |key: &str| escape(&words.words.say(&format!("unfinished.{key}")));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>{}</style>\n</head>\n<body>\n<main>\n\
         <p><a href=\"{}\">{}</a></p>\n<h1>{title}</h1>\n<p>{}</p>\n",
        words.catalogue.language,
        include_str!("unrendered.css"),
        encode(base),
        say("home"),
        say("lead"),
        title = say("title"),
    );
    let groups = groups(portal, problems, words);
    if groups.is_empty() {
        let _ = writeln!(page, "<p>{}</p>", say("nothing"));
    }
    for (key, items) in groups {
        // Writing to a text cannot fail.
        let _ = writeln!(page, "<section>\n<h2>{} <small>{}</small></h2>\n<ul>", say(key), items.len());
        for item in items {
            let url = encode(&format!("{base}{}", portal.routes.nearest(0, item.id)));
            let record = &portal.entry(item.id).record;
            let (title, path) = (escape(record.title()), escape(&record.source.path));
            let note = if item.note.is_empty() { String::new() } else { format!(" – {}", escape(&item.note)) };
            let _ = writeln!(page, "<li><a href=\"{url}\">{title}</a>{note}<br><code>{path}</code></li>");
        }
        page.push_str("</ul>\n</section>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
