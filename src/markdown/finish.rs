//! The end of a body: what can only be told, or changed, once all of it is read.

use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};

use super::escape::{direction_control, drop_direction_controls, push_address};
use super::notes::HEADING_ID;
use super::writer::Writer;
use super::{Document, Node};
use crate::diagnostics::{Code, Diagnostic};

impl Writer<'_, '_> {
    pub fn finish(mut self) -> (Document, Vec<Diagnostic>) {
        self.close_remaining();
        self.close_raw_heading();
        self.report_unseen_markers();
        for (tag, span) in std::mem::take(&mut self.open_tags) {
            self.report(Diagnostic::warning(Code::HtmlTagUnclosed).arg("tag", tag), span);
        }
        let renamed = self.check_fragments();
        for (label, span) in self.notes.unused() {
            self.problems.push(Diagnostic::warning(Code::FootnoteUnused).arg("label", label).at(self.source, span));
        }
        let level = self.options.heading_shift.saturating_add(1).clamp(2, 6);
        let section = std::mem::take(&mut self.notes).section(self.options.labels, level);
        let controls = self.check_direction_controls();
        let (_, mut nodes) = self.top.finish();
        nodes.extend(section);
        rewrite(&mut nodes, &|html| {
            for (written, id) in &renamed {
                *html = html.replace(written, id);
            }
            if controls {
                drop_direction_controls(html);
            }
        });
        let mut text = trimmed(self.text);
        let mut outline = self.headings.outline;
        if controls {
            drop_direction_controls(&mut text);
            for heading in &mut outline {
                drop_direction_controls(&mut heading.text);
            }
        }
        let document = Document { nodes, outline, anchors: self.anchors, text, pictures: self.pictures };
        crate::diagnostics::sort(&mut self.problems);
        (document, told_once(self.problems))
    }

    /// Looks whether links within this body lead anywhere. Gives those that are written for another program, with what they
    /// are to be here, as markup.
    fn check_fragments(&mut self) -> Vec<(String, String)> {
        let heading = self.notes.has_references().then(|| HEADING_ID.to_owned());
        for id in self.notes.ids().chain(heading).collect::<Vec<_>>() {
            if let Some(span) = self.headings.place_of(&id) {
                self.report(Diagnostic::error(Code::HeadingIdTaken).arg("id", &id), span);
            }
            self.anchors.add(&id);
        }
        let mut renamed = Vec::new();
        for (fragment, span) in std::mem::take(&mut self.fragments) {
            match self.anchors.find(&fragment) {
                Some(id) if id == fragment => {}
                Some(id) => renamed.push((in_markup(&fragment), in_markup(id))),
                None if self.options.resolver.has_place(&fragment) => {}
                None => {
                    let near = self.anchors.nearest(&fragment).map(|id| format!("#{id}"));
                    let problem = Diagnostic::error(Code::LinkFragmentUnknown).arg("id", &fragment);
                    self.report(problem.suggest(near), span);
                }
            }
        }
        renamed
    }

    /// Whether the body holds signs that turn the direction of what follows them: they can make a text look like another.
    fn check_direction_controls(&mut self) -> bool {
        let Some(at) = direction_control(&self.masked.text) else { return false };
        let span = self.in_file(&(at..at + 3));
        self.report(Diagnostic::warning(Code::DirectionControl), span);
        true
    }
}

/// A link to a place of the page, as it stands in the markup.
fn in_markup(fragment: &str) -> String {
    let mut markup = "href=\"#".to_owned();
    push_address(&mut markup, fragment);
    markup.push('"');
    markup
}

/// Changes every piece of markup and every attribute, also within components.
fn rewrite(nodes: &mut [Node], change: &dyn Fn(&mut String)) {
    for node in nodes {
        match node {
            Node::Html(html) => change(html),
            Node::Component(call) => {
                call.attributes.values_mut().for_each(change);
                rewrite(&mut call.body, change);
                call.rows.iter_mut().flatten().for_each(|cell| rewrite(&mut cell.nodes, change));
            }
        }
    }
}

/// Of warnings of the same kind the first, with the number of the others: nobody reads a hundred lines that say the same.
fn told_once(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    let mut first = HashMap::new();
    for problem in problems {
        if problem.is_error() {
            told.push(problem);
            continue;
        }
        match first.entry(problem.code) {
            Vacant(entry) => {
                entry.insert((told.len(), 0_usize));
                told.push(problem);
            }
            Occupied(mut entry) => {
                let (index, more) = entry.get_mut();
                *more += 1;
                told[*index].edits.extend(problem.edits);
            }
        }
    }
    for (index, more) in first.into_values().filter(|(_, more)| *more > 0) {
        told[index].args.push(("more", more.to_string()));
    }
    told
}

/// The text without the space at its ends, in its own place.
fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    text
}
