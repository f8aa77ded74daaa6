//! What a site holds and does not publish. Nobody should have to find out from the published site that a date was mistyped.

use super::words::Ui;
use crate::portal::{Entry, Portal};

/// Files that are named.
const NAMED: usize = 10;

/// How many entries are not published, and their files: those with a date ahead first. Empty where all are.
pub fn lines(ui: &Ui, portal: &Portal) -> Vec<String> {
    let hidden: Vec<_> = portal.ids().filter(|id| !portal.is_visible(*id)).map(|id| portal.entry(id)).collect();
    let (drafts, scheduled): (Vec<_>, Vec<_>) = hidden.into_iter().partition(|entry| entry.is_draft());
    let counts = [("cli.unpublished.drafts", drafts.len()), ("cli.unpublished.scheduled", scheduled.len())];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| ui.words.count(key, count));
    let counts = counts.collect::<Vec<_>>().join(", ");
    if counts.is_empty() {
        return Vec::new();
    }
    let all = scheduled.len() + drafts.len();
    let files = scheduled.into_iter().chain(drafts).take(NAMED).map(|entry| format!("  {}", file(ui, entry)));
    let mut lines: Vec<_> = std::iter::once(counts).chain(files).collect();
    if all > NAMED {
        lines.push(format!("  {}", ui.say_with("cli.unpublished.more", &[("count", (all - NAMED).to_string())])));
    }
    lines
}

fn file(ui: &Ui, entry: &Entry) -> String {
    let path = &entry.record.source.path;
    match entry.published_on().filter(|_| !entry.is_draft()) {
        Some(date) => format!("{path} – {}", ui.words.locale.date(date)),
        None => format!("{path} – {}", ui.say("cli.unpublished.draft")),
    }
}
