//! What is each kind's own on an entry's page.

use super::maker::Maker;
use crate::portal::{EntryId, Index, Validity};
use crate::record::kinds::{
    Collection, Conference, CycleStep, Evidence, Membership, News, Organisation, Practice, Programme, Project, Report,
    School, Season, Topic, word,
};
use crate::record::{Kind, Own, Record, Role};
use crate::view;

impl Maker {
    /// The kind's own view. Texts are those of this language; references and dates those of the original.
    pub(super) fn own(&self, id: EntryId) -> view::OwnView {
        let record = self.record(id);
        let original = &self.portal.entry(id).record;
        match (&record.own, &original.own) {
            (Own::Practice(text), Own::Practice(own)) => view::OwnView::Practice(self.practice(id, text, own)),
            (Own::Programme(text), Own::Programme(own)) => {
                view::OwnView::Programme(Box::new(self.programme(id, text, own)))
            }
            (Own::Conference(text), Own::Conference(own)) => {
                view::OwnView::Conference(self.conference(id, record, text, own))
            }
            (Own::Report(text), Own::Report(own)) => view::OwnView::Report(self.report(id, text, own)),
            (Own::Project(text), Own::Project(own)) => view::OwnView::Project(Box::new(self.project(id, text, own))),
            (Own::School(text), Own::School(own)) => view::OwnView::School(Box::new(self.school(id, text, own))),
            (Own::Organisation(text), Own::Organisation(own)) => {
                view::OwnView::Organisation(self.organisation(id, text, own))
            }
            (Own::Topic(text), _) => view::OwnView::Topic(self.topic(id, text)),
            (Own::News(_), Own::News(own)) => view::OwnView::News(self.news(id, own)),
            (Own::Collection(text), Own::Collection(own)) => view::OwnView::Collection(self.collection(id, text, own)),
            (Own::Cycle(step), _) => view::OwnView::Cycle(self.cycle_step(record, step)),
            _ => view::OwnView::Page(view::PageEntryView {}),
        }
    }

    fn practice(&self, id: EntryId, text: &Practice, own: &Practice) -> view::PracticeView {
        let adapted = self.portal.incoming(id).filter(|edge| edge.role == Role::AdaptedFrom);
        view::PracticeView {
            schools: self.named(id, &own.schools),
            organisation: own.organisation.as_ref().and_then(|reference| self.reference(id, reference)),
            problem: self.opt_prose(text.problem.as_ref()),
            group: self.opt_prose(text.group.as_ref()),
            subjects: self.proses(&text.subjects),
            grades: self.proses(&text.grades),
            duration: self.opt_prose(text.duration.as_ref()),
            resources: self.proses(&text.resources),
            steps: self.proses(&text.steps),
            evidence: own.evidence.iter().map(|level| self.evidence(*level)).collect(),
            impact: self.opt_prose(text.impact.as_ref()),
            limits: self.opt_prose(text.limits.as_ref()),
            learned_at: self.named(id, &own.learned_at),
            adapted_from: own.adapted_from.as_ref().and_then(|reference| self.reference(id, reference)),
            adaptations: self.links(adapted.map(|edge| edge.other)),
        }
    }

    pub(super) fn evidence(&self, level: Evidence) -> view::EvidenceView {
        let name = word(level);
        view::EvidenceView {
            name: name.to_owned(),
            title: self.words.say(&format!("evidence.{name}")),
            url: self.portal.config.indexes.evidence.then(|| self.index_url(Index::Evidence(level))),
        }
    }

    fn programme(&self, id: EntryId, text: &Programme, own: &Programme) -> view::ProgrammeView {
        view::ProgrammeView {
            provider: own.provider.as_ref().and_then(|reference| self.reference(id, reference)),
            accreditor: own.accreditor.as_ref().and_then(|party| self.party(id, party)),
            accredited: self.opt_date(own.accredited.as_ref()),
            valid_until: self.opt_date(own.valid_until.as_ref()),
            validity: Validity::on(self.portal.today, own.valid_until.as_ref()).name().to_owned(),
            code: own.code.clone(),
            hours: text.hours.as_ref().map(|count| self.count(count)),
            practice_hours: text.practice_hours.as_ref().map(|count| self.count(count)),
            team_size: text.team_size.as_ref().map(|count| self.count(count)),
            aim: self.opt_prose(text.aim.as_ref()),
            purpose: self.opt_prose(text.purpose.as_ref()),
            tasks: self.proses(&text.tasks),
            competences: self.proses(&text.competences),
            modules: self.proses(&text.modules),
            project: own.project.as_ref().and_then(|reference| self.reference(id, reference)),
            registry_url: own.registry_url.as_ref().map(|url| url.0.clone()),
        }
    }

    fn conference(&self, id: EntryId, record: &Record, text: &Conference, own: &Conference) -> view::ConferenceView {
        let season = own.season.map(|season: Season| self.words.say(&format!("season.{}", word(season))));
        let agenda = text.agenda.iter().map(|item| view::AgendaRow {
            time: item.time.clone(),
            title: self.prose(&item.title),
            speakers: item.speakers.iter().map(|person| self.author(id, person)).collect(),
            file: item.file.as_ref().and_then(|file| self.file(record, &item.title, &file.text)),
        });
        view::ConferenceView {
            when: self.opt_date(own.when.as_ref()),
            upcoming: own.when.is_some_and(|when| when.last_day() >= self.portal.today),
            season,
            place: self.opt_prose(text.place.as_ref()),
            municipality: own.municipality.as_ref().and_then(|name| self.municipality_named(&name.text)),
            organisers: self.parties(id, &own.organisers),
            host: own.host.as_ref().and_then(|reference| self.reference(id, reference)),
            online_url: own.online_url.as_ref().map(|url| url.0.clone()),
            registration_url: own.registration_url.as_ref().map(|url| url.0.clone()),
            participants: text.participants.as_ref().map(|count| self.count(count)),
            agenda: agenda.collect(),
        }
    }

    fn report(&self, id: EntryId, text: &Report, own: &Report) -> view::ReportView {
        let about = own.about.as_ref().and_then(|reference| self.portal.target(id, reference));
        let timeline = text.timeline.iter().map(|row| view::TimelineRowView {
            when: self.opt_date(row.when.as_ref()),
            title: self.prose(&row.title),
            every: row.every.map(|every| self.words.locale.every(every)),
            quota: row.quota.as_ref().map(|quota| self.count(quota)),
        });
        let definitions = text
            .definitions
            .iter()
            .map(|row| view::DefinitionRow { term: self.prose(&row.term), text: self.prose(&row.text) });
        view::ReportView {
            about: about.map(|about| self.link(about)),
            period: self.opt_date(own.period.as_ref()),
            timeline: timeline.collect(),
            commitments: self.commitment_areas(text),
            commitment_count: text.commitments.len(),
            definitions: definitions.collect(),
            figures: text.figures.iter().map(|figure| self.figure(figure)).collect(),
            without_follow_up: about.map(|about| self.links(self.portal.without_follow_up(about))).unwrap_or_default(),
        }
    }

    fn figure(&self, figure: &crate::record::kinds::Figure) -> view::FigureRow {
        use crate::record::kinds::FigureValue;
        let value = match &figure.value {
            Some(FigureValue::Number(number)) => self.words.locale.number(*number),
            Some(FigureValue::Words(words)) => self.prose(words),
            None => String::new(),
        };
        view::FigureRow { label: self.prose(&figure.label), value, unit: self.opt_prose(figure.unit.as_ref()) }
    }

    /// Areas in the order in which they first come up.
    fn commitment_areas(&self, report: &Report) -> Vec<view::CommitmentArea> {
        let mut areas: Vec<view::CommitmentArea> = Vec::new();
        for row in &report.commitments {
            let title = self.opt_prose(row.area.as_ref());
            let name = row.municipality.as_ref().map_or("", |name| &*name.text);
            let municipality = self.municipality_named(name).unwrap_or_else(|| view::LinkData::default().into());
            let row = view::CommitmentRow { municipality, title: self.prose(&row.title) };
            match areas.iter_mut().find(|area| area.title == title) {
                Some(area) => area.rows.push(row),
                None => areas.push(view::CommitmentArea { title, rows: vec![row] }),
            }
        }
        areas
    }

    fn project(&self, id: EntryId, text: &Project, own: &Project) -> view::ProjectView {
        let named: Vec<_> = own.partners.iter().filter_map(|reference| self.portal.target(id, reference)).collect();
        let found = self.targets(id, Role::Partner).into_iter().filter(|partner| !named.contains(partner));
        let successors = self.portal.incoming(id).filter(|edge| edge.role == Role::Predecessor);
        let entries = self.portal.entries_of_project(id);
        // Practices stand under „from the course to the class“.
        let others = entries.into_iter().filter(|entry| self.portal.kind(*entry) != Kind::Practice);
        let country = |code: &str| view::CountryView { code: code.to_owned(), title: self.words.country(code) };
        view::ProjectView {
            coordinator: own.coordinator.as_ref().and_then(|party| self.party(id, party)),
            line: self.opt_prose(text.line.as_ref()),
            funder: own.funder.as_ref().and_then(|party| self.party(id, party)),
            agency: own.agency.as_ref().and_then(|party| self.party(id, party)),
            period: self.opt_date(own.period.as_ref()),
            state: own.state.map(|state| word(state).to_owned()),
            state_title: own.state.map(|state| self.words.say(&format!("state.{}", word(state)))),
            money: own.money.iter().map(|money| self.words.locale.money(money.minor, &money.currency)).collect(),
            participants: text.participants.as_ref().map(|count| self.count(count)),
            countries: own.countries.iter().map(|code| country(&code.0)).collect(),
            partners: named.iter().map(|partner| self.link(*partner)).collect(),
            partners_found: self.links(found),
            partners_query: own.partners_query.as_ref().map(|query| self.partners_query(query)),
            aims: self.proses(&text.aims),
            tasks: self.proses(&text.tasks),
            promised: text.promised.iter().map(|promise| self.promise(id, promise)).collect(),
            predecessor: own.predecessor.as_ref().and_then(|reference| self.reference(id, reference)),
            successors: self.links(successors.map(|edge| edge.other)),
            entries: self.groups(others, None),
        }
    }

    fn partners_query(&self, query: &crate::record::kinds::PartnersQuery) -> String {
        let place = query.municipality.as_ref().and_then(|name| self.municipality_named(&name.text));
        let parts = self.proses(&query.school_types).into_iter().chain(place.map(|place| place.title.clone()));
        parts.collect::<Vec<_>>().join(" · ")
    }

    fn promise(&self, project: EntryId, promise: &crate::record::kinds::Promise) -> view::PromiseRow {
        let delivered = self.portal.delivered(project, promise);
        let done = delivered.entries.len();
        let delivered_text = promise.kind.map(|kind| match delivered.promised {
            Some(promised) => {
                let args = [
                    ("done", self.words.locale.integer(i64::try_from(done).unwrap_or(i64::MAX))),
                    ("count", self.words.locale.integer(i64::from(promised))),
                ];
                self.words.say_with("delivered_of", &args)
            }
            None => self.count_of(kind, done),
        });
        view::PromiseRow {
            what: self.prose(&promise.what),
            count: promise.count.as_ref().map(|count| self.count(count)),
            kind: promise.kind.map(|kind| self.words.say(&format!("kind.{}", kind.name()))),
            delivered: self.links(delivered.entries),
            delivered_text,
        }
    }

    fn school(&self, id: EntryId, text: &School, own: &School) -> view::SchoolView {
        let entries = self.portal.indexes.by_school.get(&id).cloned().unwrap_or_default();
        let predecessors = self.portal.incoming(id).filter(|edge| edge.role == Role::Successor);
        let goals = text.goals.iter().map(|row| view::GoalRow {
            goal: self.prose(&row.goal),
            task: self.opt_prose(row.task.as_ref()),
            benefit: self.opt_prose(row.benefit.as_ref()),
        });
        let memberships = own.memberships.iter().filter_map(|row| {
            Some(view::MembershipRow {
                organisation: self.reference(id, row.organisation.as_ref()?)?,
                applied: self.opt_date(row.applied.as_ref()),
                confirmed: self.opt_date(row.confirmed.as_ref()),
                ended: self.opt_date(row.ended.as_ref()),
            })
        });
        view::SchoolView {
            school_type: self.prose(&text.school_type),
            short_title: self.opt_prose(text.short_title.as_ref()),
            municipality: own.municipality.as_ref().and_then(|name| self.municipality_named(&name.text)),
            place: self.opt_prose(text.place.as_ref()),
            address: self.opt_prose(text.address.as_ref()),
            website: own.website.as_ref().map(|url| url.0.clone()),
            email: own.email.as_ref().map(|email| email.0.clone()),
            phone: own.phone.clone(),
            code: own.code.clone(),
            goals: goals.collect(),
            memberships: memberships.collect(),
            closed: self.opt_date(own.closed.as_ref()),
            successor: own.successor.as_ref().and_then(|reference| self.reference(id, reference)),
            predecessors: self.links(predecessors.map(|edge| edge.other)),
            years: self.years_of(&entries),
            groups: self.groups(entries, Some(self.portal.routes.of(id))),
        }
    }

    /// How many of some entries belong to each school year, newest first.
    fn years_of(&self, ids: &[EntryId]) -> Vec<view::CountedLink> {
        let mut years = std::collections::BTreeMap::<_, usize>::new();
        for year in ids.iter().filter_map(|id| self.portal.school_year(*id)) {
            *years.entry(year).or_default() += 1;
        }
        years.into_iter().rev().map(|(year, count)| view::CountedLink::new(&self.year(year), count)).collect()
    }

    fn organisation(&self, id: EntryId, text: &Organisation, own: &Organisation) -> view::OrganisationView {
        let (former, mut members) = (self.former_members(id), self.portal.members(id));
        for schools in members.values_mut() {
            schools.retain(|school| !former.contains(school));
        }
        members.retain(|_, schools| !schools.is_empty());
        let entries = self.portal.indexes.by_organisation.get(&id).cloned().unwrap_or_default();
        view::OrganisationView {
            organisation_type: self.prose(&text.organisation_type),
            abbreviations: own.abbreviations.to_vec(),
            seat: self.opt_prose(text.seat.as_ref()),
            municipality: own.municipality.as_ref().and_then(|name| self.municipality_named(&name.text)),
            aim: self.opt_prose(text.aim.as_ref()),
            website: own.website.as_ref().map(|url| url.0.clone()),
            email: own.email.as_ref().map(|email| email.0.clone()),
            partners: self.parties(id, &own.partners),
            member_count: members.values().map(Vec::len).sum(),
            members: self.members(id, members),
            former_members: former.iter().map(|school| self.member(id, *school)).collect(),
            groups: self.groups(entries, Some(self.portal.routes.of(id))),
        }
    }

    /// Schools that were members, in order.
    fn former_members(&self, organisation: EntryId) -> Vec<EntryId> {
        let all = self.portal.members(organisation).into_values().flatten();
        self.edition().sorted(all.filter(|school| {
            let ended = self.membership(organisation, *school).is_some_and(|row| row.ended.is_some());
            let closed = matches!(&self.portal.entry(*school).record.own, Own::School(own) if own.closed.is_some());
            ended || closed
        }))
    }

    fn membership(&self, organisation: EntryId, school: EntryId) -> Option<&Membership> {
        let Own::School(own) = &self.portal.entry(school).record.own else { return None };
        own.memberships
            .iter()
            .find(|row| row.organisation.as_ref().and_then(|to| self.portal.target(school, to)) == Some(organisation))
    }

    fn members(
        &self,
        organisation: EntryId,
        members: std::collections::BTreeMap<Option<usize>, Vec<EntryId>>,
    ) -> Vec<view::Members> {
        let mut groups: Vec<_> = members
            .into_iter()
            .map(|(place, schools)| view::Members {
                municipality: place.map(|at| self.municipality(at)),
                schools: self.edition().sorted(schools).into_iter().map(|id| self.member(organisation, id)).collect(),
            })
            .collect();
        groups.sort_by_cached_key(|group| {
            group.municipality.as_ref().map(|link| self.words.locale.sort_key(&link.title))
        });
        groups
    }

    fn member(&self, organisation: EntryId, school: EntryId) -> view::Member {
        let row = self.membership(organisation, school);
        view::Member {
            school: self.link(school),
            applied: self.opt_date(row.and_then(|row| row.applied.as_ref())),
            confirmed: self.opt_date(row.and_then(|row| row.confirmed.as_ref())),
            ended: self.opt_date(row.and_then(|row| row.ended.as_ref())),
        }
    }

    fn topic(&self, id: EntryId, text: &Topic) -> view::TopicView {
        let tree = &self.portal.indexes.topics;
        let entries = self.portal.indexes.by_topic.get(&id).cloned().unwrap_or_default();
        let children = tree.children.get(&id).cloned().unwrap_or_default();
        view::TopicView {
            parent: tree.ancestors(id).last().map(|parent| self.link(*parent)),
            children: self.edition().sorted(children).into_iter().map(|child| self.counted_topic(child)).collect(),
            synonyms: self.proses(&text.synonyms),
            question: self.opt_prose(text.question.as_ref()),
            groups: self.groups(entries, Some(self.portal.routes.of(id))),
        }
    }

    pub(super) fn counted_topic(&self, id: EntryId) -> view::CountedLink {
        let link = self.link(id);
        let count = self.portal.indexes.by_topic.get(&id).map_or(0, Vec::len);
        view::CountedLink::new(&link, count)
    }

    fn news(&self, id: EntryId, own: &News) -> view::NewsView {
        view::NewsView { schools: self.named(id, &own.schools), organisations: self.named(id, &own.organisations) }
    }

    fn collection(&self, id: EntryId, text: &Collection, own: &Collection) -> view::CollectionView {
        let items = own.items.iter().enumerate().filter_map(|(at, item)| {
            let target = self.portal.target(id, item.entry.as_ref()?)?;
            let note = text.items.get(at).and_then(|item| item.note.as_ref());
            Some(view::CollectionItem { card: self.card(target), note: self.opt_prose(note) })
        });
        view::CollectionView {
            curator: own.curator.as_ref().and_then(|party| self.party(id, party)),
            items: items.collect(),
        }
    }

    fn cycle_step(&self, record: &Record, step: &CycleStep) -> view::CycleView {
        view::CycleView {
            window: step.window.map_or(String::new(), |window| self.words.locale.window(&window)),
            window_machine: step.window.map_or(String::new(), |window| window.to_string()),
            due: step.window.is_some_and(|window| window.contains(self.portal.today)),
            role: self.prose(&step.role),
            output: self.opt_prose(step.output.as_ref()),
            template: step.template.as_ref().and_then(|template| self.attachment(record, template)),
        }
    }
}
