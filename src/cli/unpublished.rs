//! What a site holds and does not publish. Nobody should have to find out from the published site that a date was mistyped.

use super::words::Ui;
use crate::date::Edtf;
use crate::portal::Portal;
use crate::record::Record;

/// Files that are named.
const NAMED: usize = 10;

/// How many entries and translations are not published, and their files: those with a date ahead first. Empty where all are.
pub fn lines(ui: &Ui, portal: &Portal) -> Vec<String> {
    let hidden = portal.ids().filter(|id| !portal.is_visible(*id)).map(|id| portal.entry(id));
    let (drafts, scheduled): (Vec<_>, Vec<_>) = hidden.partition(|entry| entry.is_draft());
    let translations = portal.drafted_translations();
    let drafts: Vec<_> = drafts.into_iter().map(|entry| entry.record.as_ref()).chain(translations).collect();
    let counts = [("cli.unpublished.drafts", drafts.len()), ("cli.unpublished.scheduled", scheduled.len())];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| ui.words.count(key, count));
    let counts = counts.collect::<Vec<_>>().join(", ");
    if counts.is_empty() {
        return Vec::new();
    }
    let all = scheduled.len() + drafts.len();
    let scheduled = scheduled.into_iter().map(|entry| file(ui, &entry.record, entry.published_on()));
    let files = scheduled.chain(drafts.into_iter().map(|record| file(ui, record, None))).take(NAMED);
    let mut lines: Vec<_> = std::iter::once(counts).chain(files).collect();
    if all > NAMED {
        lines.push(format!("  {}", ui.say_with("cli.unpublished.more", &[("count", (all - NAMED).to_string())])));
    }
    lines
}

/// A file with the date that it waits for; a draft has none.
fn file(ui: &Ui, record: &Record, date: Option<&Edtf>) -> String {
    let path = &record.source.path;
    let reason = date.map_or_else(|| ui.say("cli.unpublished.draft"), |date| ui.words.locale.date(date));
    format!("  {path} – {reason}")
}
