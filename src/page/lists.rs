//! Pages that list entries.

use tera::Value;

use super::body::{Body, EntryData};
use super::plan::{self, Letter, Owner, pages_of};
use super::relations::municipality;
use super::render::Renderer;
use crate::date::SchoolYear;
use crate::diagnostics::Diagnostic;
use crate::kind::{ChoiceField, Kind, Role};
use crate::portal::{EntryId, Index};
use crate::view;
use crate::view::{LetterGroup, Link, LinkData, Pager, PagerLink};

/// A view with the problems of its body.
type WithProblems<T> = (T, Vec<Diagnostic>);

impl Renderer {
    pub(super) fn section_page(&self, kind: Kind, number: usize, url: &str) -> WithProblems<view::SectionPage> {
        let ids = self.section(kind);
        let (entries, pager) =
            self.slice(ids, &self.maker.portal.routes.index(self.maker.edition, Index::Section(kind)), number);
        let (body, problems) = self.section_body(Some(kind), url, number);
        let page = view::SectionPage {
            head: self.section_head(kind, number, url),
            kind: Some(kind.name().to_owned()),
            body,
            count: ids.len(),
            count_text: self.maker.count_of(kind, ids.len()),
            entries: self.maker.cards(entries),
            pager,
            sorts: self.sorts(kind, false),
            narrowing: if number == 1 { self.narrowing(kind, None) } else { view::Narrowing::default() },
        };
        (page, problems)
    }

    pub(super) fn letters_section(&self, kind: Kind, url: &str) -> WithProblems<view::LettersPage> {
        let ids = self.section(kind);
        let (body, problems) = self.section_body(Some(kind), url, 1);
        let letters = plan::by_letter(&self.maker.portal, self.maker.edition, ids.iter().copied());
        let page = view::LettersPage {
            head: self.section_head(kind, 1, url),
            kind: Some(kind.name().to_owned()),
            body,
            count: ids.len(),
            count_text: self.maker.count_of(kind, ids.len()),
            letters: letters.into_iter().map(|letter| self.letter_group(letter, None)).collect(),
            narrowing: self.narrowing(kind, None),
        };
        (page, problems)
    }

    /// The row of letters over all entries; the entries stand on a page a letter.
    pub(super) fn letters_page(&self, url: &str) -> view::LettersPage {
        let count = self.prepared.letters.iter().map(|letter| letter.entries.len()).sum();
        let base = self.maker.portal.routes.index(self.maker.edition, Index::Letters);
        let groups = self.prepared.letters.iter().map(|letter| {
            let shown = Letter { entries: Vec::new(), ..letter.clone() };
            let mut group = self.letter_group(shown, Some(&base));
            group.count = letter.entries.len();
            group.url = group.url.filter(|_| group.count > 0);
            group
        });
        view::LettersPage {
            head: self.index_head("letters", Index::Letters, url),
            kind: None,
            body: Value::safe_string(""),
            count,
            count_text: self.maker.words.count("count.entries", count),
            letters: groups.collect(),
            narrowing: view::Narrowing::default(),
        }
    }

    fn letter_group(&self, letter: Letter, base: Option<&str>) -> LetterGroup {
        LetterGroup {
            id: letter.anchor(),
            url: base.map(|base| self.maker.href(&format!("{base}{}/", letter.slug))),
            letter: letter.text,
            count: letter.entries.len(),
            entries: self.maker.cards(letter.entries),
        }
    }

    pub(super) fn letter_page(&self, at: usize, number: usize, url: &str) -> view::SectionPage {
        let letter = &self.prepared.letters[at];
        let base = self.maker.portal.routes.index(self.maker.edition, Index::Letters);
        let list = format!("{base}{}/", letter.slug);
        let (entries, pager) = self.slice(&letter.entries, &list, number);
        let title = self.maker.words.say_with("letters.title", &[("letter", letter.text.clone())]);
        let above = self.index_link("letters", Index::Letters);
        let mut head = self.list_head("section", title, number, url, vec![above], &list);
        head.noindex = true;
        view::SectionPage {
            head,
            kind: None,
            body: Value::safe_string(""),
            count: letter.entries.len(),
            count_text: self.maker.words.count("count.entries", letter.entries.len()),
            entries: self.maker.cards(entries),
            pager,
            sorts: Vec::new(),
            narrowing: view::Narrowing::default(),
        }
    }

    pub(super) fn topics_page(&self, kind: Kind, url: &str) -> WithProblems<view::TopicsPage> {
        let (body, problems) = self.section_body(Some(kind), url, 1);
        let count = self.section(kind).len();
        let roots = self.maker.portal.indexes.topics.roots.clone();
        let page = view::TopicsPage {
            head: self.section_head(kind, 1, url),
            body,
            count,
            count_text: self.maker.count_of(kind, count),
            tree: self.maker.edition().sorted(roots).into_iter().map(|root| self.topic_node(root)).collect(),
        };
        (page, problems)
    }

    fn topic_node(&self, id: EntryId) -> view::TopicNode {
        let indexes = &self.maker.portal.indexes;
        let link = self.maker.link(id);
        let question = self.maker.fields(id).text(Role::Note).map(|question| self.maker.prose(question));
        let children = indexes.topics.children.get(&id).cloned().unwrap_or_default();
        view::TopicNode {
            title: link.title.clone(),
            url: link.url.clone().unwrap_or_default(),
            lang: link.lang.clone(),
            question,
            count: indexes.by_topic.get(&id).map_or(0, Vec::len),
            children: self.maker.edition().sorted(children).into_iter().map(|child| self.topic_node(child)).collect(),
        }
    }

    pub(super) fn group_page(&self, owner: Owner, kind: Kind, number: usize, url: &str) -> view::GroupPage {
        let maker = &*self.maker;
        let of_kind = owner.entries(&maker.portal).iter().copied();
        let ids = maker.edition().sorted(of_kind.filter(|id| maker.portal.kind(*id) == kind));
        let above = owner.path(&maker.portal, maker.edition);
        let list = format!("{above}{}/", maker.portal.routes.segment(maker.edition, kind.folder()));
        let (entries, pager) = self.slice(&ids, &list, number);
        let link = self.owner_link(owner);
        let section = maker.section_title(kind);
        let title = maker.words.say_with("group_title", &[("title", link.title.clone()), ("kind", section)]);
        let above = LinkData { title: link.title.clone(), url: link.url.clone(), ..LinkData::default() }.into();
        view::GroupPage {
            head: self.list_head("group", title, number, url, vec![above], &list),
            kind: kind.name().to_owned(),
            owner: link,
            count: ids.len(),
            count_text: maker.count_of(kind, ids.len()),
            entries: maker.cards(entries),
            pager,
        }
    }

    pub(super) fn owner_link(&self, owner: Owner) -> Link {
        match owner {
            Owner::Entry(id) => self.maker.link(id),
            Owner::Municipality(at) => self.maker.municipality(at),
            Owner::Year(year) => self.maker.year(year),
        }
    }

    pub(super) fn municipalities_page(&self, url: &str) -> view::IndexPage {
        let maker = &*self.maker;
        let portal = &maker.portal;
        let mut counties: Vec<(Option<String>, Vec<view::CountedLink>)> = Vec::new();
        for (at, municipality) in portal.config.municipalities.iter().enumerate() {
            let count = portal.indexes.by_municipality[at].len();
            let item = view::CountedLink::new(&maker.municipality(at), count);
            match counties.iter_mut().find(|(county, _)| *county == municipality.county) {
                Some((_, items)) => items.push(item),
                None => counties.push((municipality.county.clone(), vec![item])),
            }
        }
        let locale = &maker.words.locale;
        counties.sort_by_cached_key(|(county, _)| county.as_ref().map(|county| locale.sort_key(county)));
        let groups = counties.into_iter().map(|(title, mut items)| {
            items.sort_by_cached_key(|item| locale.sort_key(&item.title));
            view::IndexGroup { title, items }
        });
        view::IndexPage {
            head: self.index_head("municipalities", Index::Municipalities, url),
            index: "municipalities".into(),
            lead: self.index_lead("municipalities"),
            kind: None,
            groups: groups.collect(),
        }
    }

    /// School years, the latest first.
    pub(super) fn counted_years(&self) -> Vec<view::CountedLink> {
        let years = self.maker.portal.indexes.by_year.iter().rev();
        years.map(|(year, ids)| view::CountedLink::new(&self.maker.year(*year), ids.len())).collect()
    }

    pub(super) fn years_page(&self, url: &str) -> view::IndexPage {
        view::IndexPage {
            head: self.index_head("years", Index::Years, url),
            index: "years".into(),
            lead: self.index_lead("years"),
            kind: None,
            groups: vec![view::IndexGroup { title: None, items: self.counted_years() }],
        }
    }

    /// The choices of a field that entries make, the strongest first.
    pub(super) fn choices_page(&self, field: ChoiceField, url: &str) -> view::IndexPage {
        let items = self.maker.portal.choices(field).rev().map(|(choice, ids)| {
            let view::ChoiceView { name, title, url } = self.maker.choice(field, choice);
            view::CountedLink {
                title,
                url,
                count: ids.len(),
                lang: None,
                text: self.explanation(field, &name),
                current: false,
            }
        });
        view::IndexPage {
            head: self.index_head(field.pages(), Index::Choices(field), url),
            index: field.pages().to_owned(),
            lead: self.index_lead(field.pages()),
            kind: Some(field.kind.name().to_owned()),
            groups: vec![view::IndexGroup { title: None, items: items.collect() }],
        }
    }

    pub(super) fn municipality_page(&self, at: usize, url: &str) -> view::MunicipalityPage {
        let maker = &*self.maker;
        let municipality = &maker.portal.config.municipalities[at];
        let ids = &maker.portal.indexes.by_municipality[at];
        let owner = Owner::Municipality(at).path(&maker.portal, maker.edition);
        let above = self.index_link("municipalities", Index::Municipalities);
        let title = maker.prose(&municipality.title);
        let mut head = self.list_head("municipality", title, 1, url, vec![above], url);
        head.translations = self.translations(|edition| Some(Owner::Municipality(at).path(&maker.portal, edition)));
        view::MunicipalityPage {
            head,
            id: municipality.id.clone(),
            short_title: maker.prose(&municipality.short),
            county: municipality.county.clone(),
            count: ids.len(),
            count_text: maker.words.count("count.entries", ids.len()),
            commitments: self.commitments_of(at, ids),
            groups: maker.groups(ids.iter().copied(), Some(&owner)),
        }
    }

    fn commitments_of(&self, at: usize, ids: &[EntryId]) -> Vec<view::MunicipalityCommitment> {
        let maker = &*self.maker;
        let mut found = Vec::new();
        for id in maker.edition().sorted(ids.iter().copied()) {
            let rows = maker.fields(id).rows(Role::Commitments);
            found.extend(rows.filter(|row| municipality(row) == Some(at)).map(|row| view::MunicipalityCommitment {
                title: maker.prose(row.text(Role::Title).unwrap_or_default()),
                area: row.text(Role::Area).map(|area| maker.prose(area)),
                report: maker.link(id),
            }));
        }
        found
    }

    pub(super) fn year_page(&self, year: SchoolYear, url: &str) -> view::YearPage {
        let maker = &*self.maker;
        let years = &maker.portal.indexes.by_year;
        let ids = years.get(&year).map_or(&[][..], Vec::as_slice);
        let owner = Owner::Year(year).path(&maker.portal, maker.edition);
        let above = self.index_link("years", Index::Years);
        let mut head = self.list_head("year", maker.words.locale.school_year(year), 1, url, vec![above], url);
        head.translations = self.translations(|edition| Some(Owner::Year(year).path(&maker.portal, edition)));
        view::YearPage {
            head,
            id: year.to_string(),
            count: ids.len(),
            count_text: maker.words.count("count.entries", ids.len()),
            groups: maker.groups(ids.iter().copied(), Some(&owner)),
            previous: years.range(..year).next_back().map(|(year, _)| maker.year(*year)),
            next: years.range(year..).nth(1).map(|(year, _)| maker.year(*year)),
        }
    }

    /// What a choice means.
    fn explanation(&self, field: ChoiceField, name: &str) -> Option<String> {
        self.maker.words.get(&format!("{}.explanations.{name}", field.field().key), &[], None)
    }

    fn index_lead(&self, name: &str) -> Option<String> {
        self.maker.words.get(&format!("index_lead.{name}"), &[], None)
    }

    pub(super) fn choice_page(&self, field: ChoiceField, choice: u16, number: usize, url: &str) -> view::ChoicePage {
        let maker = &*self.maker;
        let ids = maker.portal.choices(field).find(|(at, _)| *at == choice).map_or(&[][..], |(_, ids)| ids);
        let ids = maker.edition().sorted(ids.iter().copied());
        let list = maker.portal.routes.index(maker.edition, Index::Choice(field, choice));
        let (entries, pager) = self.slice(&ids, &list, number);
        let view::ChoiceView { name, title, .. } = maker.choice(field, choice);
        let above = self.index_link(field.pages(), Index::Choices(field));
        view::ChoicePage {
            head: self.list_head(field.pages(), title, number, url, vec![above], &list),
            index: field.pages().to_owned(),
            explanation: self.explanation(field, &name),
            name,
            count: ids.len(),
            count_text: maker.count_of(field.kind, ids.len()),
            entries: maker.cards(entries),
            pager,
        }
    }

    pub(super) fn cycle_page(&self, kind: Kind, url: &str) -> WithProblems<view::CyclePage> {
        let maker = &*self.maker;
        let (body, problems) = self.section_body(Some(kind), url, 1);
        let steps = self.section(kind);
        let page = view::CyclePage {
            head: self.section_head(kind, 1, url),
            body,
            due: maker.cards(maker.edition().sorted(maker.portal.due())),
            months: (9..=12).chain(1..=8).map(|month| self.cycle_month(month, steps)).collect(),
        };
        (page, problems)
    }

    /// The steps whose window holds any day of a month; a day that the month lacks holds nothing.
    fn cycle_month(&self, month: u8, steps: &[EntryId]) -> view::CycleMonth {
        let maker = &*self.maker;
        let today = maker.portal.today;
        let touches = |id: &EntryId| {
            maker.fields(*id).window().is_some_and(|window| {
                let days = (1..=31)
                    .filter_map(|day| jiff::civil::Date::new(today.year(), i8::try_from(month).unwrap_or(1), day).ok());
                days.into_iter().any(|day| window.contains(day))
            })
        };
        view::CycleMonth {
            number: month,
            title: maker.words.locale.month(month).unwrap_or_default().to_owned(),
            current: i8::try_from(month) == Ok(today.month()),
            steps: maker.cards(steps.iter().copied().filter(touches)),
        }
    }

    /// The introduction that a section's `_index.md` gives; on its first page only.
    pub(super) fn section_body(&self, kind: Option<Kind>, url: &str, number: usize) -> (Value, Vec<Diagnostic>) {
        let Some(section) = self.section_text(kind).filter(|_| number == 1) else {
            return (Value::safe_string(""), Vec::new());
        };
        let title = section.title.as_deref();
        let Body { html, problems, .. } = self.body_at(&section.source, &section.body, title, url, EntryData::NOTHING);
        (Value::safe_string(&html), problems)
    }

    /// One page of a list, with the way to the others.
    pub(super) fn slice(&self, ids: &[EntryId], list: &str, number: usize) -> (Vec<EntryId>, Pager) {
        let size = self.maker.portal.config.page_size;
        let total = pages_of(ids.len(), size);
        let from = (number - 1) * size;
        let shown = ids.iter().skip(from).take(size).copied().collect();
        (shown, self.pager(list, number, total))
    }

    fn pager(&self, list: &str, current: usize, total: usize) -> Pager {
        let maker = &*self.maker;
        let address = |number: usize| maker.href(&maker.portal.routes.page(maker.edition, list, number));
        let mut pages = Vec::new();
        for number in (1..=total).filter(|_| total > 1) {
            let near = number == 1 || number == total || number.abs_diff(current) <= 2;
            if near {
                pages.push(PagerLink { number, url: Some(address(number)), current: number == current });
            } else if pages.last().is_some_and(|last| last.url.is_some()) {
                pages.push(PagerLink { number, url: None, current: false });
            }
        }
        Pager {
            current,
            total,
            previous: (current > 1).then(|| address(current - 1)),
            next: (current < total).then(|| address(current + 1)),
            pages,
        }
    }
}
