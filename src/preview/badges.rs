//! What an author should know of a page and a reader cannot see: its state, and what is missing.

use serde::Serialize;

use super::words::Words;
use crate::kind::Role;
use crate::portal::{Entry, EntryId, Portal, Validity};

/// One badge, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Badge {
    pub name: &'static str,
    pub text: String,
}

/// The badges of an entry's page in an edition.
pub fn of_entry(portal: &Portal, edition: usize, id: EntryId, words: &Words) -> Vec<Badge> {
    let entry = portal.entry(id);
    let say = |name: &'static str| Badge { name, text: words.words.say(&format!("badge.{name}")) };
    let mut badges = Vec::new();
    if entry.is_draft() {
        badges.push(say("draft"));
    }
    if let Some(date) = entry.record.fields.date_of(Role::Date).filter(|_| entry.is_scheduled(portal.today)) {
        let args = [("date", words.words.locale.date(date))];
        badges.push(Badge { name: "scheduled", text: words.words.say_with("badge.scheduled", &args) });
    }
    if is_expired(portal, entry) {
        badges.push(say("expired"));
    }
    let lacking = untranslated(portal, id);
    if edition == 0 && !lacking.is_empty() {
        let args = [("languages", lacking.join(", "))];
        badges.push(Badge { name: "untranslated", text: words.words.say_with("badge.untranslated_to", &args) });
    }
    if entry.kind.is_content() && portal.fields(edition, id).text(Role::Summary).is_none() {
        badges.push(say("no-summary"));
    }
    badges
}

fn is_expired(portal: &Portal, entry: &Entry) -> bool {
    let until = entry.record.fields.date_of(Role::ValidUntil);
    until.is_some() && Validity::on(portal.today, until) == Validity::Expired
}

/// The site's languages that an entry has no page in.
fn untranslated(portal: &Portal, id: EntryId) -> Vec<String> {
    let lacking = portal.editions.iter().enumerate().filter(|(at, _)| portal.routes.in_edition(*at, id).is_none());
    lacking.map(|(_, edition)| edition.language.clone()).collect()
}
