//! A practice: what a school or organisation does well, and how others can do it.

use crate::fields::{Reader, Table};
use crate::record::values::{OneOf, Reference, Word};

/// How far a practice's effect is shown, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    Impression,
    Feedback,
    BeforeAfter,
    Comparison,
    External,
}

impl Word for Evidence {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("impression", Self::Impression),
        ("feedback", Self::Feedback),
        ("before-after", Self::BeforeAfter),
        ("comparison", Self::Comparison),
        ("external", Self::External),
    ];
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Practice {
    pub schools: Box<[Reference]>,
    pub organisation: Option<Reference>,
    pub problem: Option<String>,
    pub group: Option<String>,
    pub subjects: Box<[String]>,
    pub grades: Box<[String]>,
    pub duration: Option<String>,
    pub resources: Box<[String]>,
    pub steps: Box<[String]>,
    pub evidence: Box<[Evidence]>,
    pub impact: Option<String>,
    pub limits: Option<String>,
    pub learned_at: Box<[Reference]>,
    pub adapted_from: Option<Reference>,
}

impl Table for Practice {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let practice = Self {
            schools: reader.one_or_many::<Reference>("school"),
            organisation: reader.optional("organisation"),
            problem: reader.optional("problem"),
            group: reader.optional("group"),
            subjects: reader.one_or_many("subjects"),
            grades: reader.one_or_many::<super::Label>("grades").into_iter().map(|g| g.0).collect(),
            duration: reader.optional("duration"),
            resources: reader.one_or_many("resources"),
            steps: reader.one_or_many("steps"),
            evidence: super::words(reader.one_or_many::<OneOf<Evidence>>("evidence")),
            impact: reader.optional("impact"),
            limits: reader.optional("limits"),
            learned_at: reader.one_or_many::<Reference>("learned_at"),
            adapted_from: reader.optional("adapted_from"),
        };
        reader.require_one_of(&["school", "organisation"]);
        practice
    }
}
