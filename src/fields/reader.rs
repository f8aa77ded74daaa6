//! The questions that are asked of a table.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::schema::{FieldShape, example, object_schema};
use super::unknown::{self, Unknown};
use super::{Context, OneOrMany, Value};
use crate::diagnostics::{Code, Diagnostic};

/// A record that is read from a table of its own, such as one row of a timeline.
pub trait Table: Sized {
    fn read(reader: &mut Reader<'_, '_>) -> Self;
}

/// How the table is written: what mends it depends on where its fields stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// It is the whole of the front matter or settings.
    File,
    /// In braces, on one line.
    Inline,
    /// Below a line of its own in square brackets.
    Header,
}

/// One table under reading. Without a table ([`Reader::describe`]) it only collects the fields' shapes.
pub struct Reader<'t, 'c> {
    table: Option<&'t DeTable<'t>>,
    /// What to point at when a field is missing.
    here: Range<usize>,
    context: Option<&'c mut Context<'t>>,
    quiet_missing: bool,
    layout: Layout,
    /// Names of the fields that were asked for.
    asked: Vec<&'static str>,
    /// Their shapes, where there is no table.
    shapes: Vec<FieldShape>,
    meanings: Option<Meanings<'c>>,
}

/// The field that a key means which is no field's name.
type Meanings<'m> = &'m dyn Fn(&str) -> Option<&'static str>;

/// Fields of an entry; most kinds ask for fewer.
const USUAL_FIELDS: usize = 40;

impl<'t, 'c> Reader<'t, 'c> {
    /// `here` is the span that a missing field's problem points at.
    pub fn new(table: &'t DeTable<'t>, here: Range<usize>, context: &'c mut Context<'t>) -> Self {
        let asked = Vec::with_capacity(USUAL_FIELDS);
        let shapes = Vec::new();
        let context = Some(context);
        Self {
            table: Some(table),
            here,
            context,
            quiet_missing: false,
            layout: Layout::File,
            asked,
            shapes,
            meanings: None,
        }
    }

    /// Missing fields are not told: the table's syntax is broken, so they may well be there.
    pub fn forgiving(mut self, forgiving: bool) -> Self {
        self.quiet_missing = forgiving;
        self
    }

    /// Says what keys mean that are no field's name.
    pub fn with_meanings(mut self, meanings: Meanings<'c>) -> Self {
        self.meanings = Some(meanings);
        self
    }

    /// The shapes of the fields that `read` asks for.
    pub fn describe<T>(read: impl FnOnce(&mut Reader<'_, '_>) -> T) -> Vec<FieldShape> {
        let (asked, shapes) = (Vec::new(), Vec::new());
        let (layout, quiet_missing) = (Layout::File, true);
        let mut reader =
            Reader { table: None, here: 0..0, context: None, quiet_missing, layout, asked, shapes, meanings: None };
        read(&mut reader);
        reader.shapes
    }

    pub fn required<T: Value>(&mut self, name: &'static str) -> Option<T> {
        self.note(name, true, T::schema);
        if !self.has(name) {
            self.missing(name);
        }
        self.value(name)
    }

    pub fn optional<T: Value>(&mut self, name: &'static str) -> Option<T> {
        self.note(name, false, T::schema);
        self.value(name)
    }

    /// A list; absent is empty.
    pub fn list<T: Value>(&mut self, name: &'static str) -> Box<[T]> {
        self.optional::<Box<[T]>>(name).unwrap_or_default()
    }

    /// A value or a list of them; absent is empty.
    pub fn one_or_many<T: Value>(&mut self, name: &'static str) -> Box<[T]> {
        self.optional::<OneOrMany<T>>(name).map(|OneOrMany(list)| list).unwrap_or_default()
    }

    /// Tells that none of some fields is there, when one must be.
    pub fn require_one_of(&mut self, names: &[&'static str]) {
        for field in self.shapes.iter_mut().filter(|field| names.contains(&field.name)) {
            field.one_of = Some(0);
        }
        if !self.quiet_missing && !names.iter().any(|name| self.has(name)) {
            self.report(Diagnostic::error(Code::MissingOneOf).arg("fields", names.join(", ")).arg("first", names[0]));
        }
    }

    /// The value of a field as it is written.
    pub fn ask(&mut self, name: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(name);
        self.own(name)
    }

    /// What values are read with; nothing where there is no table.
    pub fn context(&mut self) -> Option<&mut Context<'t>> {
        self.context.as_deref_mut()
    }

    /// True when the field is written, well or badly.
    pub fn has(&self, name: &str) -> bool {
        self.own(name).is_some()
    }

    /// The field's span in the TOML text.
    pub fn span_of(&self, name: &str) -> Option<Range<usize>> {
        self.own(name).map(Spanned::span)
    }

    /// Tells a problem of the table as a whole.
    pub fn report(&mut self, problem: Diagnostic) {
        let here = self.here.clone();
        self.report_at(problem, here);
    }

    /// Tells a problem of a field's value.
    pub fn report_field(&mut self, code: Code, name: &'static str) {
        let span = self.span_of(name).unwrap_or(0..0);
        self.report_at(Diagnostic::error(code).arg("field", name), span);
    }

    pub fn report_at(&mut self, problem: Diagnostic, span: Range<usize>) {
        if let Some(context) = &mut self.context {
            context.report(problem, span);
        }
    }

    /// Tells every key that nobody asked for, and those that stand in the wrong table.
    pub fn finish(mut self) {
        let Some(table) = self.table else { return };
        let names = std::mem::take(&mut self.asked);
        let Some((source, offset)) = self.context.as_ref().map(|context| (context.source, context.offset)) else {
            return;
        };
        let text = &source.text[offset..];
        let is_field = |key: &str| names.contains(&key);
        let mut written: Vec<_> = table.keys().map(|key| &**key.get_ref()).filter(|key| is_field(key)).collect();
        for (key, value) in table.iter().filter(|(key, _)| !is_field(key.get_ref())) {
            let meaning = self.meanings.and_then(|meanings| meanings(key.get_ref()));
            let unknown = Unknown { key: key.get_ref(), value, text, meaning, written: &written };
            let (problem, meant) = unknown::key(&unknown, &names);
            if let Some(meant) = meant {
                self.withdraw_missing(meant);
                written.push(meant);
            }
            let header = unknown::header(text, key.span().start).filter(|_| self.layout == Layout::Header);
            self.report_at(
                header.into_iter().fold(problem, |problem, header| problem.arg("header", header)),
                key.span(),
            );
        }
        if self.layout == Layout::File {
            self.tell_of_wrong_table(table, &names);
        }
    }

    /// In TOML a line below `[table]` belongs to that table, which surprises those who add a field at the end of a file.
    fn tell_of_wrong_table(&mut self, table: &DeTable<'_>, names: &[&'static str]) {
        if let Some(DeValue::Table(extra)) =
            table.get("extra").map(Spanned::get_ref).filter(|_| names.contains(&"extra"))
        {
            for (problem, span) in unknown::swallowed(extra, names) {
                self.report_at(problem, span);
            }
        }
        let Some(context) = &mut self.context else { return };
        let mut moved = Vec::new();
        for problem in context.problems.iter_mut().filter(|problem| problem.code == Code::UnknownKey) {
            let key = problem.args.iter().find(|(name, _)| *name == "key").map(|(_, key)| key.clone());
            let header = problem.args.iter().find(|(name, _)| *name == "header").map(|(_, header)| header.clone());
            if let (Some(key), Some(header)) = (key, header)
                && let Some(name) = names.iter().find(|name| **name == key)
            {
                moved.push(*name);
                let place = problem.place.take();
                *problem = Diagnostic::error(Code::FieldBelowTable).arg("field", key).arg("header", header);
                problem.place = place;
            }
        }
        for name in moved {
            self.withdraw_missing(name);
        }
    }

    /// A field that is there under a mistyped name is one mistake, not two.
    fn withdraw_missing(&mut self, name: &str) {
        let Some(context) = &mut self.context else { return };
        let speaks_of_it = |problem: &Diagnostic| {
            let listed = |value: &str| value.split(", ").any(|field| field == name);
            let misses = matches!(problem.code, Code::MissingField | Code::MissingOneOf);
            misses && problem.args.iter().any(|(arg, value)| matches!(*arg, "field" | "fields") && listed(value))
        };
        context.problems.retain(|problem| !speaks_of_it(problem));
    }

    /// An author writes a few of the many fields that are asked for: looking through them takes less than hashing the name.
    fn own(&self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table?.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
    }

    fn value<T: Value>(&mut self, name: &'static str) -> Option<T> {
        T::read(self.own(name)?, name, self.context.as_deref_mut()?)
    }

    fn note(&mut self, name: &'static str, required: bool, schema: fn() -> serde_json::Value) {
        match self.context {
            // A kind may ask for a field of all kinds again, to require it.
            Some(_) if self.asked.contains(&name) => {}
            Some(_) => self.asked.push(name),
            None => self.shapes.push(FieldShape { name, required, one_of: None, schema: schema() }),
        }
    }

    /// Tells that a required field is not there.
    pub fn missing(&mut self, name: &'static str) {
        if self.quiet_missing {
            return;
        }
        let help = if self.layout == Layout::Inline { "inline" } else { "help" };
        self.report(Diagnostic::error(Code::MissingField).arg("field", name).help(help));
    }
}

impl<T: Table> Value for Row<T> {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        read_row(value, name, context).map(Row)
    }

    fn schema() -> serde_json::Value {
        object_schema(&Reader::describe(|reader| T::read(reader)))
    }
}

/// A field's value that is a table of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<T>(pub T);

/// Reads a sub-table; a value of another type is told with the help of the field.
pub fn read_row<T: Table>(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<T> {
    let fields = || Reader::describe(|reader| T::read(reader));
    read_row_with(value, name, context, fields, |reader| T::read(reader))
}

/// The same, of a table whose fields are known only now.
pub fn read_row_with<T>(
    value: &Spanned<DeValue<'_>>,
    name: &'static str,
    context: &mut Context<'_>,
    fields: impl FnOnce() -> Vec<FieldShape>,
    read: impl FnOnce(&mut Reader<'_, '_>) -> T,
) -> Option<T> {
    let DeValue::Table(table) = value.get_ref() else {
        context.report(not_a_row(value, name, context, &fields()), value.span());
        return None;
    };
    // The context is lent out for the row's own reader, whose lifetime is that of this table.
    let mut inner = Context { source: context.source, offset: context.offset, problems: Vec::new() };
    let written = context.source.text.get(context.span(value.span()));
    let is_inline = written.is_some_and(|written| written.starts_with('{'));
    let mut reader = Reader::new(table, header(value, table), &mut inner);
    reader.layout = if is_inline { Layout::Inline } else { Layout::Header };
    let read = read(&mut reader);
    reader.finish();
    let problems = inner.problems;
    context.problems.extend(problems);
    Some(read)
}

/// Tells how the value would be written as a table, with what its author wrote in its place.
fn not_a_row(
    value: &Spanned<DeValue<'_>>,
    name: &'static str,
    context: &Context<'_>,
    fields: &[FieldShape],
) -> Diagnostic {
    let written = context.source.text.get(context.span(value.span())).unwrap_or_default();
    let text = match value.get_ref() {
        DeValue::String(text) => text.as_ref(),
        _ => "…",
    };
    let problem = Diagnostic::error(Code::ExpectedTable).arg("field", name).arg("example", example(fields, text));
    if written.is_empty() || written.contains('\n') { problem } else { problem.arg("value", written).help("instead") }
}

/// What to point at when a row lacks a field: the row itself when it is written in one piece, else its first key.
fn header(value: &Spanned<DeValue<'_>>, table: &DeTable<'_>) -> Range<usize> {
    let span = value.span();
    if span.is_empty() { table.keys().next().map_or(span, Spanned::span) } else { span }
}
