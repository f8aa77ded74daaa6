//! An entry as a card.

use serde::Serialize;
use tera::Value;

use super::maker::Maker;
use crate::date::Edtf;
use crate::kind::{Field, OnCard, Place, Role, Type};
use crate::portal::{EntryId, Found, Localised, Validity};
use crate::record::{Status, Value as Said};
use crate::view::{Badge, Card, CardFact, CardImage, Leaf, Link, LinkData};

impl Maker {
    pub(super) fn make_card(&self, id: EntryId) -> Card {
        let entry = self.portal.entry(id);
        let (fields, original) = (self.fields(id), self.portal.fields(0, id));
        let kind = &self.kinds[entry.kind.number()];
        Card {
            kind: kind.name.clone(),
            kind_title: kind.title.clone(),
            icon: kind.icon.clone(),
            id: entry.id().to_owned(),
            url: self.url(id),
            title: self.prose_of(id, self.record(id).title()),
            lang: self.foreign(id),
            summary: fields.text(Role::Summary).map(|summary| self.prose_of(id, summary)),
            date: self.opt_date(entry.date()),
            schools: self.list(&self.schools_of(id)),
            organisations: self.list(&self.behind(id, Place::Organisation)),
            municipalities: self.list(&self.card_municipalities(id)),
            place: fields.text(Role::Place).map(|place| self.prose(place)),
            topics: self.list(&self.links(self.targets(id, Role::Topic))),
            badges: self.list(&self.badges(id)),
            image: self.card_image(fields),
            valid_until: original.date_of(Role::ValidUntil).map(|date| date.last_day().to_string()),
            facts: self.list(&self.card_facts(id)),
            leaf: original.date_of(Role::When).and_then(|when| self.leaf(when)),
            note: self.note(fields),
        }
    }

    /// Most lists of most cards are empty: those are all the same one.
    fn list(&self, elements: &[impl Serialize]) -> Value {
        if elements.is_empty() { self.nothing.clone() } else { Value::from_serializable(elements) }
    }

    pub(super) fn targets(&self, id: EntryId, role: Role) -> Vec<EntryId> {
        self.portal.outgoing(id).filter(|edge| edge.role == role).map(|edge| edge.other).collect()
    }

    /// The schools or organisations that an entry is by.
    pub(super) fn behind(&self, id: EntryId, place: Place) -> Vec<Link> {
        let ids = self.portal.outgoing(id).filter(|edge| edge.role.is_by()).map(|edge| edge.other);
        self.links(ids.filter(|other| self.portal.kind(*other).is(place)))
    }

    /// The schools of an entry, each with where it is.
    fn schools_of(&self, id: EntryId) -> Vec<Link> {
        let ids = self.portal.outgoing(id).filter(|edge| edge.role.is_by()).map(|edge| edge.other);
        let schools = ids.filter(|other| self.portal.kind(*other).is(Place::School));
        let school = |school: EntryId| {
            let place = self.portal.indexes.shown_municipalities[school.index()].first();
            let place = place.map(|at| self.municipality(*at).title.clone());
            LinkData { place, ..(*self.link(school)).clone() }.into()
        };
        self.edition().sorted(schools).into_iter().map(school).collect()
    }

    /// A report's many municipalities stand on its page; a card shows where something took place.
    fn card_municipalities(&self, id: EntryId) -> Vec<Link> {
        self.portal.indexes.shown_municipalities[id.index()].iter().map(|at| self.municipality(*at)).collect()
    }

    fn note(&self, fields: &Localised) -> Option<String> {
        let text = fields.text(Role::Note).or_else(|| fields.text(Role::Type)).map(|note| self.prose(note));
        text.or_else(|| fields.window().map(|window| self.words.locale.window(&window)))
    }

    fn card_facts(&self, id: EntryId) -> Vec<CardFact> {
        let fields = self.fields(id);
        let shown = fields.shape().own().filter_map(|(number, field)| Some((field, fields.at(number)?, field.card?)));
        shown.filter_map(|(field, value, card)| self.card_fact(field, value, card)).collect()
    }

    fn card_fact(&self, field: &'static Field, value: &Said<Found>, card: OnCard) -> Option<CardFact> {
        let items = match value {
            Said::List(items) => items,
            one => std::slice::from_ref(one),
        };
        let highest =
            items.iter().filter_map(|item| if let Said::Choice(choice) = item { Some(*choice) } else { None });
        let level = highest.max().filter(|_| card == OnCard::Level);
        let text = match level {
            Some(level) => self.choice_word(field, level),
            None => self.in_words(field, items)?,
        };
        Some(CardFact {
            name: field.name,
            label: self.words.say(&format!("{}.label", field.key)),
            text,
            level: level.map(|level| usize::from(level) + 1),
            levels: level.map(|_| field.choices().len()),
        })
    }

    /// Values in a few words. A pattern for cards is about a number: words without one stand as they are.
    fn in_words(&self, field: &'static Field, items: &[Said<Found>]) -> Option<String> {
        let words: Vec<_> = items.iter().filter_map(|item| self.word(field, item)).collect();
        let value = in_runs(&words).join(", ");
        let has_number = value.contains(|c: char| c.is_ascii_digit());
        let pattern = || self.words.get(&format!("{}.card", field.key), &[("value", value.clone())], None);
        let said = if has_number { pattern() } else { None };
        (!value.is_empty()).then(|| said.unwrap_or_else(|| value.clone()))
    }

    fn word(&self, field: &'static Field, value: &Said<Found>) -> Option<String> {
        let locale = &self.words.locale;
        Some(match value {
            Said::Text(code) if matches!(field.ty, Type::Country) => self.words.country(code),
            Said::Text(text) if field.prose => self.prose(text),
            Said::Text(text) => text.to_string(),
            Said::Code(text) => text.text.to_string(),
            Said::Whole(number) => number.to_string(),
            Said::Number(number) => locale.number(*number),
            Said::Date(date) => locale.date(date),
            Said::Window(window) => locale.window(window),
            Said::Every(every) => locale.every(*every),
            Said::Count(count) => self.count(count).text,
            Said::Money(money) => locale.money(money.minor, &money.currency),
            Said::Choice(choice) => self.choice_word(field, *choice),
            Said::Kind(kind) => self.words.say(&format!("kind.{}", kind.name())),
            Said::Municipality(found) | Said::Entry(found) => self.found(found)?.title.clone(),
            _ => return None,
        })
    }

    pub(super) fn choice_word(&self, field: &Field, choice: u16) -> String {
        let name = field.choices().get(usize::from(choice)).copied().unwrap_or_default();
        self.words.say(&format!("{}.choices.{name}", field.key))
    }

    /// Where the month is known.
    fn leaf(&self, when: &Edtf) -> Option<Leaf> {
        let (first, last) = (when.first_day(), when.last_day());
        let month = self.words.locale.month(u8::try_from(first.month()).ok()?)?.to_owned();
        let is_one_month = (first.year(), first.month()) == (last.year(), last.month());
        let is_whole_month = is_one_month && first.day() == 1 && last.tomorrow().is_ok_and(|next| next.day() == 1);
        if !is_one_month && when.to_string().len() < "2026-01-01".len() {
            return None;
        }
        let day = match (first.day(), last.day()) {
            _ if is_whole_month => None,
            (first, last) if is_one_month && first != last => Some(format!("{first}–{last}")),
            (first, _) => Some(first.to_string()),
        };
        Some(Leaf { day, month, year: first.year() })
    }

    fn badges(&self, id: EntryId) -> Vec<Badge> {
        let entry = self.portal.entry(id);
        let mut badges = Vec::new();
        let mut add = |name: &str| {
            badges.push(Badge { name: name.to_owned(), text: self.words.say(&format!("badge.{name}")) });
        };
        match self.fields(id).status() {
            Status::Draft => add("draft"),
            Status::Archived => add("archived"),
            Status::Published => {}
        }
        let fields = self.portal.fields(0, id);
        if fields.role(Role::Closed).is_some() {
            add("closed");
        }
        if entry.kind.has(Role::ValidUntil) {
            add(Validity::on(self.portal.today, fields.date_of(Role::ValidUntil)).name());
        }
        if fields.date_of(Role::When).is_some_and(|when| when.last_day() >= self.portal.today) {
            add("upcoming");
        }
        if let Some(date) = fields.date_of(Role::Date).filter(|_| entry.is_scheduled(self.portal.today)) {
            let args = [("date", self.words.locale.date(date))];
            badges.push(Badge { name: "scheduled".into(), text: self.words.say_with("badge.scheduled", &args) });
        }
        badges
    }

    fn card_image(&self, fields: &Localised) -> Option<CardImage> {
        match fields.get("image") {
            Some(Said::Image(image)) => self.image(image),
            _ => None,
        }
    }
}

/// Numbers that follow one another as a span: 5, 6, 7 as „5–7“.
fn in_runs(words: &[String]) -> Vec<String> {
    let mut runs: Vec<(&String, Option<u32>, &String, Option<u32>)> = Vec::new();
    for word in words {
        let number = word.parse::<u32>().ok();
        match runs.last_mut() {
            Some((.., last, end)) if number.is_some() && *end == number.and_then(|number| number.checked_sub(1)) => {
                (*last, *end) = (word, number);
            }
            _ => runs.push((word, number, word, number)),
        }
    }
    let run = |(first, from, last, to): (&String, Option<u32>, &String, Option<u32>)| match (from, to) {
        (Some(from), Some(to)) if to > from => format!("{first}–{last}"),
        _ => first.clone(),
    };
    runs.into_iter().map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_one_another_are_a_span() {
        let runs =
            |words: &[&str]| in_runs(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).join(", ");
        assert_eq!(runs(&["5", "6", "7", "8"]), "5–8");
        assert_eq!(runs(&["1", "3", "4", "priešmokyklinė"]), "1, 3–4, priešmokyklinė");
        assert_eq!(runs(&["a", "b"]), "a, b");
    }
}
