//! How to cite an entry.

use super::maker::Maker;
use crate::kind::{Place, Role};
use crate::portal::EntryId;
use crate::record::Value as Said;
use crate::view::Citation;

impl Maker {
    /// `address` is the absolute address of the page, where the settings name the site's.
    pub(super) fn citation(&self, id: EntryId, title: &str, address: Option<&str>) -> Citation {
        let fields = self.fields(id);
        let people: Vec<&str> = match fields.get("authors") {
            Some(value) => value.items().iter().filter_map(name).collect(),
            None => Vec::new(),
        };
        let behind = || self.behind(id, Place::School).into_iter().chain(self.behind(id, Place::Organisation));
        let bodies = || behind().map(|link| link.title.clone()).collect::<Vec<_>>();
        let byline = fields.get("byline").and_then(Said::as_text).map(|byline| self.prose(byline));
        let (who, formal) = if people.is_empty() {
            let names = byline.map_or_else(bodies, |byline| vec![byline]).join(", ");
            (names.clone(), names)
        } else {
            (people.join(", "), people.iter().map(|name| inverted(name)).collect::<Vec<_>>().join(", "))
        };
        let date = fields.date_of(Role::Date).or_else(|| self.portal.entry(id).date());
        let year =
            date.as_ref().map_or_else(|| self.words.say("cite.no_date"), |date| date.first_day().year().to_string());
        let say = |key: &str, who: &str| {
            let day = date.as_ref().map_or_else(|| year.clone(), |date| self.words.locale.date(date));
            let args = [
                ("who", who.to_owned()),
                ("title", title.to_owned()),
                ("site", self.site_title()),
                ("year", year.clone()),
                ("date", day),
            ];
            let named = if who.is_empty() { "unsigned" } else { key };
            let text = self.words.say_with(&format!("cite.{named}"), &args);
            address.map_or_else(|| text.clone(), |address| format!("{text} {address}"))
        };
        Citation { apa: say("apa", &formal), sentence: say("sentence", &who) }
    }

    fn site_title(&self) -> String {
        let (title, _) = self.portal.config.named_in(&self.words.language);
        title.map_or_else(|| self.words.say("site.title"), |title| self.prose(title))
    }
}

fn name<F>(value: &Said<F>) -> Option<&str> {
    match value {
        Said::Person(person) => Some(&person.name),
        _ => None,
    }
}

/// „Vardenė Pavardenė“ as „Pavardenė, V.“; a name of one word stays as it is.
fn inverted(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((surname, given)) = words.split_last().filter(|(_, given)| !given.is_empty()) else {
        return name.to_owned();
    };
    let initials = given.iter().filter_map(|word| word.chars().next()).map(|initial| format!("{initial}."));
    format!("{surname}, {}", initials.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_stands_before_the_initials() {
        assert_eq!(inverted("Vardenė Pavardenė"), "Pavardenė, V.");
        assert_eq!(inverted("Ona Marija Kalnė-Upė"), "Kalnė-Upė, O. M.");
        assert_eq!(inverted("Taryba"), "Taryba");
    }
}
