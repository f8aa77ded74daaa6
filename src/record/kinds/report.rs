//! A report: its timeline, commitments, definitions and figures.

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::date::{Edtf, Every};
use crate::fields::{Context, Reader, Table, Text, Value};
use crate::record::values::{Count, Reference};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    pub about: Option<Reference>,
    pub period: Option<Edtf>,
    pub timeline: Box<[TimelineRow]>,
    pub commitments: Box<[Commitment]>,
    pub definitions: Box<[Definition]>,
    pub figures: Box<[Figure]>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimelineRow {
    pub when: Option<Edtf>,
    pub title: String,
    pub every: Option<Every>,
    pub quota: Option<Count>,
}

impl Table for TimelineRow {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            when: reader.required("when"),
            title: reader.required("title").unwrap_or_default(),
            every: reader.optional("every"),
            quota: reader.optional("quota"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Commitment {
    pub municipality: Option<Text>,
    pub area: Option<String>,
    pub title: String,
}

impl Table for Commitment {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            municipality: reader.required("municipality"),
            area: reader.optional("area"),
            title: reader.required("title").unwrap_or_default(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Definition {
    pub term: String,
    pub text: String,
}

impl Table for Definition {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { term: reader.required("term").unwrap_or_default(), text: reader.required("text").unwrap_or_default() }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    pub label: String,
    pub value: Option<FigureValue>,
    pub unit: Option<String>,
}

/// A figure's value: a number, or words where nobody counted.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureValue {
    Number(f64),
    Words(String),
}

impl Value for FigureValue {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => String::read(value, name, context).map(Self::Words),
            _ => f64::read(value, name, context).map(Self::Number),
        }
    }

    fn schema() -> Json {
        json!({ "type": ["number", "string"] })
    }
}

impl Table for Figure {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            label: reader.required("label").unwrap_or_default(),
            value: reader.required("value"),
            unit: reader.optional("unit"),
        }
    }
}

impl Table for Report {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            about: reader.required("about"),
            period: reader.optional("period"),
            timeline: super::rows(reader.list("timeline")),
            commitments: super::rows(reader.list("commitments")),
            definitions: super::rows(reader.list("definitions")),
            figures: super::rows(reader.list("figures")),
        }
    }
}
