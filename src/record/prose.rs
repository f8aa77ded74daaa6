//! What a reader could look for in the front matter, beside title, summary and the names of other entries.

use super::kinds::FigureValue;
use super::{Own, Record};

impl Record {
    /// The author's own sentences and words, in the order of the fields.
    pub fn prose(&self) -> Vec<&str> {
        let mut texts = Texts(Vec::new());
        texts.add(self.common.byline.as_ref()).all(&self.common.audience);
        for attachment in &self.common.attachments {
            texts.one(&attachment.title);
        }
        self.own_prose(&mut texts);
        texts.0
    }

    fn own_prose<'r>(&'r self, texts: &mut Texts<'r>) {
        match &self.own {
            Own::Practice(own) => {
                texts
                    .add(own.problem.as_ref())
                    .add(own.group.as_ref())
                    .all(&own.subjects)
                    .all(&own.grades)
                    .add(own.duration.as_ref());
                texts.all(&own.resources).all(&own.steps).add(own.impact.as_ref()).add(own.limits.as_ref());
            }
            Own::Programme(own) => {
                texts.add(own.code.as_ref()).add(own.aim.as_ref()).add(own.purpose.as_ref());
                texts.all(&own.tasks).all(&own.competences).all(&own.modules);
            }
            Own::Conference(own) => {
                texts.add(own.place.as_ref());
                for item in &own.agenda {
                    texts.one(&item.title).each(item.speakers.iter().map(|person| &person.name));
                }
            }
            Own::Report(own) => {
                texts.each(own.timeline.iter().map(|row| &row.title));
                for row in &own.commitments {
                    texts.add(row.area.as_ref()).one(&row.title);
                }
                for row in &own.definitions {
                    texts.one(&row.term).one(&row.text);
                }
                for figure in &own.figures {
                    texts.one(&figure.label).add(figure.unit.as_ref());
                    if let Some(FigureValue::Words(words)) = &figure.value {
                        texts.one(words);
                    }
                }
            }
            Own::Project(own) => {
                texts.add(own.line.as_ref()).all(&own.aims).all(&own.tasks);
                texts.each(own.promised.iter().map(|promise| &promise.what));
            }
            Own::School(own) => {
                texts.one(&own.school_type).add(own.place.as_ref()).add(own.address.as_ref()).add(own.code.as_ref());
                for row in &own.goals {
                    texts.one(&row.goal).add(row.task.as_ref()).add(row.benefit.as_ref());
                }
            }
            Own::Organisation(own) => {
                _ = texts.one(&own.organisation_type).add(own.seat.as_ref()).add(own.aim.as_ref());
            }
            Own::Topic(own) => _ = texts.add(own.question.as_ref()),
            Own::Collection(own) => texts.0.extend(own.items.iter().filter_map(|item| item.note.as_deref())),
            Own::Cycle(own) => _ = texts.one(&own.role).add(own.output.as_ref()),
            Own::News(_) | Own::Page(_) => {}
        }
    }
}

struct Texts<'r>(Vec<&'r str>);

impl<'r> Texts<'r> {
    fn one(&mut self, text: &'r str) -> &mut Self {
        self.0.push(text);
        self
    }

    fn add(&mut self, text: Option<&'r String>) -> &mut Self {
        self.0.extend(text.map(String::as_str));
        self
    }

    fn all(&mut self, texts: &'r [String]) -> &mut Self {
        self.each(texts)
    }

    fn each(&mut self, texts: impl IntoIterator<Item = &'r String>) -> &mut Self {
        self.0.extend(texts.into_iter().map(String::as_str));
        self
    }
}
