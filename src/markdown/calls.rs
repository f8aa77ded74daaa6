//! Component lines in the walk: opening, checking of attributes, closing, and what can be wrong with each.

use std::collections::BTreeMap;
use std::ops::Range;

use super::anchors::composed;
use super::attributes::{self, Given};
use super::components::{Attribute, Body, Kind as Value, Spec};
use super::escape::push_markup;
use super::frames::{Frame, Kind, Open};
use super::list_table::Table;
use super::markers::Fence;
use super::writer::Writer;
use super::{ComponentCall, Node};
use crate::diagnostics::{Code, Diagnostic, nearest};

/// Components that may stand in each other.
const DEEPEST: usize = 50;

impl Writer<'_, '_> {
    pub fn see_markers(&mut self, range: &Range<usize>) {
        for index in self.masked.within(range) {
            if let Some(seen) = self.seen_markers.get_mut(index) {
                *seen = true;
            }
        }
    }

    /// A component line that the walk never met as such would be silent text.
    pub fn report_unseen_markers(&mut self) {
        let unseen: Vec<_> =
            self.seen_markers.iter().enumerate().filter(|(_, seen)| !**seen).map(|(at, _)| at).collect();
        for index in unseen {
            self.report(Diagnostic::error(Code::ComponentMisplaced), self.masked.line(index));
        }
    }

    pub fn component_line(&mut self, index: usize) {
        let line = self.masked.line(index);
        match self.masked.fence(index) {
            Fence::Open { colons, name, attributes } => self.open_component(line, colons, &name, &attributes),
            Fence::Close { colons } => self.close_by_line(line, colons),
            Fence::Broken { rest } => self.report(Diagnostic::error(Code::ComponentNameInvalid), rest),
        }
    }

    fn open_component(&mut self, line: Range<usize>, colons: usize, name: &Range<usize>, rest: &Range<usize>) {
        let source = self.source;
        let components = self.options.components;
        if self.top.is_table() {
            self.report(Diagnostic::error(Code::ListTableStray), line.clone());
        }
        let label = source.text.get(name.clone()).unwrap_or_default();
        let (given, broken) = attributes::read(source.text.get(rest.clone()).unwrap_or_default(), rest.start);
        for span in broken {
            self.report(Diagnostic::error(Code::ComponentAttributeSyntax).arg("component", label), span);
        }
        let spec = components.get(label);
        let mut call = ComponentCall { name: label.to_owned(), span: line, ..ComponentCall::default() };
        let deep = self.below.iter().filter(|frame| frame.component().is_some()).count() >= DEEPEST;
        if deep && !std::mem::replace(&mut self.too_deep, true) {
            self.report(Diagnostic::error(Code::ComponentTooDeep).arg("most", DEEPEST), name.clone());
        }
        if let Some(spec) = spec {
            call.attributes = self.checked_attributes(label, name, spec, &given);
            if spec.body == Body::ListTable {
                let label = self.next_table_label();
                call.attributes.insert("label".to_owned(), label);
            }
        } else {
            let near = nearest(label, components.names());
            let problem = Diagnostic::error(Code::ComponentUnknown).arg("name", label);
            let names: Vec<_> = components.names().collect();
            self.report(problem.arg("known", names.join(", ")).suggest(near), name.clone());
        }
        // What cannot be shown without a value that is wrong would only give another problem.
        let lacks =
            |spec: &Spec| spec.attributes.iter().any(|it| it.required && !call.attributes.contains_key(it.name));
        let body = spec.filter(|spec| !deep && !lacks(spec)).map(|spec| spec.body);
        let open = Open { call, colons, body, table: Table::default(), closed_within: false };
        self.push_frame(Kind::Component(Box::new(open)));
    }

    fn checked_attributes(
        &mut self,
        component: &str,
        name_span: &Range<usize>,
        spec: &Spec,
        given: &[Given],
    ) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        for (index, one) in given.iter().enumerate() {
            if given.iter().take(index).any(|earlier| earlier.name == one.name) {
                let problem = Diagnostic::error(Code::ComponentAttributeTwice).arg("name", one.name);
                self.report(problem, one.name_span.clone());
                continue;
            }
            if let Some(value) = self.checked_attribute(component, spec, one) {
                values.insert(one.name.to_owned(), value);
            }
        }
        for attribute in &spec.attributes {
            let found = given.iter().find(|one| one.name == attribute.name);
            let empty = found.is_none_or(|one| one.value.is_none_or(|value| value.trim().is_empty()));
            match attribute.kind {
                _ if attribute.required && empty => {
                    let problem = Diagnostic::error(Code::ComponentAttributeMissing).arg("component", component);
                    let span = found.map_or_else(|| name_span.clone(), |one| one.name_span.clone());
                    self.report(problem.arg("name", attribute.name), span);
                }
                Value::OneOf([default, ..]) if found.is_none() => {
                    values.insert(attribute.name.to_owned(), (*default).to_owned());
                }
                _ => {}
            }
        }
        values
    }

    /// The value of one attribute, resolved; `None` if it was wrong.
    fn checked_attribute(&mut self, component: &str, spec: &Spec, given: &Given) -> Option<String> {
        let Some(attribute) = spec.attributes.iter().find(|known| known.name == given.name) else {
            if spec.open {
                return Some(given.value.unwrap_or("1").to_owned());
            }
            let known: Vec<_> = spec.attributes.iter().map(|known| known.name).collect();
            let problem = Diagnostic::error(Code::ComponentAttributeUnknown).arg("component", component);
            let near = nearest(given.name, known.iter().copied());
            let problem = problem.arg("name", given.name).arg("known", known.join(", ")).suggest(near);
            let problem = if known.is_empty() { problem.help("none") } else { problem };
            self.report(problem, given.name_span.clone());
            return None;
        };
        let Some(value) = given.value else {
            if attribute.kind == Value::Flag {
                return Some("1".to_owned());
            }
            if !attribute.required {
                let problem = Diagnostic::error(Code::ComponentAttributeWithoutValue).arg("name", given.name);
                self.report(problem, given.name_span.clone());
            }
            return None;
        };
        // An empty required value is reported as missing.
        if attribute.required && value.trim().is_empty() {
            return None;
        }
        self.checked_value(attribute, value, given.value_span.clone())
    }

    fn checked_value(&mut self, attribute: &Attribute, value: &str, span: Range<usize>) -> Option<String> {
        let fits = match attribute.kind {
            Value::Text => true,
            Value::Prose => return Some(self.prose(attribute.name, value)),
            Value::Flag => matches!(value, "0" | "1"),
            Value::Count => value.parse::<u32>().is_ok_and(|count| count > 0),
            Value::OneOf(allowed) => allowed.contains(&value),
            Value::Link | Value::File => {
                let file = attribute.kind == Value::File;
                let is_picture = matches!(attribute.name, "src" | "poster");
                let target =
                    if is_picture { self.picture(value, |_| span.clone()) } else { self.target(value, file, |_| span) };
                return target.map(|target| target.href);
            }
        };
        if fits {
            return Some(composed(value).into_owned());
        }
        let problem = Diagnostic::error(Code::ComponentAttributeValue).arg("name", attribute.name).arg("value", value);
        let problem = match attribute.kind {
            Value::Flag => problem.arg("allowed", "0, 1"),
            Value::Count => problem.help("count"),
            Value::OneOf(allowed) => {
                let near = nearest(value, allowed.iter().copied());
                problem.arg("allowed", allowed.join(", ")).suggest(near)
            }
            _ => problem,
        };
        self.report(problem, span);
        None
    }

    /// Words for a reader; they belong to the plain text, but for those that only describe a picture.
    fn prose(&mut self, name: &str, value: &str) -> String {
        let set = self.options.typography.plain(value).into_owned();
        if name == "alt" {
            self.pictures.push_str(&set);
            self.pictures.push('\n');
        } else {
            self.break_text();
            push_markup(&mut self.text, &set);
            self.break_text();
        }
        set
    }

    fn close_by_line(&mut self, line: Range<usize>, colons: usize) {
        let Some(open) = self.top.component() else { return self.close_nothing(line) };
        let opener = open.opener();
        if self.depth > self.top.depth {
            self.report_elsewhere(line, opener);
            if let Some(open) = self.top.component_mut() {
                open.closed_within = true;
            }
            return;
        }
        // A longer line closes the longer opener, whatever was forgotten within.
        let frames = std::iter::once(&self.top).chain(self.below.iter().rev());
        let reachable = frames.take_while(|frame| frame.component().is_some() && frame.depth == self.depth);
        let forgotten =
            reachable.map(|frame| frame.component().map(|open| open.colons)).position(|it| it == Some(colons));
        for _ in 0..forgotten.unwrap_or(0) {
            self.close_unclosed();
        }
        self.close_top();
    }

    /// A closing line where no component is open.
    fn close_nothing(&mut self, line: Range<usize>) {
        if matches!(self.top.kind, Kind::Cell)
            && let Some(open) = self.below.iter_mut().rev().find_map(Frame::component_mut)
        {
            open.closed_within = true;
            let opener = open.opener();
            self.report_elsewhere(line, opener);
        } else if let Some(opener) = self.cut_off.pop() {
            self.report_elsewhere(line, opener);
        } else {
            self.report(Diagnostic::error(Code::ComponentCloseStray), line);
        }
    }

    fn report_elsewhere(&mut self, line: Range<usize>, opener: Range<usize>) {
        let problem = Diagnostic::error(Code::ComponentClosedElsewhere).and_at(self.source, opener);
        self.report(problem, line);
    }

    fn report_unclosed(&mut self, opener: Range<usize>) {
        let text = self.source.text.get(opener.clone()).unwrap_or_default();
        let name: String =
            text.trim_start_matches(':').trim_start().chars().take_while(|c| !c.is_whitespace()).collect();
        let colons = ":".repeat(text.bytes().take_while(|byte| *byte == b':').count());
        self.report(Diagnostic::error(Code::ComponentUnclosed).arg("name", name).arg("colons", colons), opener);
    }

    fn close_unclosed(&mut self) {
        let pending = self.top.component().filter(|open| !open.closed_within).map(Open::opener);
        if let Some(opener) = pending {
            self.report_unclosed(opener);
        }
        self.close_top();
    }

    /// The list item or quotation around the component ends. Whether it was closed elsewhere is seen later.
    pub fn cut_component_off(&mut self) {
        let pending = self.top.component().filter(|open| !open.closed_within).map(Open::opener);
        self.cut_off.extend(pending);
        self.close_top();
    }

    /// Closes components whose closing line stood deeper than they do, now that the walk is out again.
    pub fn close_finished_components(&mut self) {
        while self.top.depth == self.depth && self.top.component().is_some_and(|open| open.closed_within) {
            self.close_top();
        }
    }

    pub fn close_remaining(&mut self) {
        while !self.below.is_empty() {
            match self.top.kind {
                Kind::Component(_) => self.close_unclosed(),
                _ => self.close_cell(),
            }
        }
        for opener in std::mem::take(&mut self.cut_off) {
            self.report_unclosed(opener);
        }
    }

    fn close_top(&mut self) {
        let Some(frame) = self.pop_frame() else { return };
        self.break_text();
        let (Kind::Component(open), nodes) = frame.finish() else { return };
        let Open { mut call, body, table, .. } = *open;
        match body {
            None => return self.top.extend(nodes),
            Some(Body::Markdown) => call.body = nodes,
            Some(Body::ListTable) => call.rows = self.checked_rows(table, call.span.clone()),
        }
        self.top.push(Node::Component(call));
    }
}
