//! What a place says or names: shown, gone to, and found wherever else it is named.

use std::ops::Range;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::outline::Slot;
use super::spot::{self, Named, Spot, Wanted, is_border};
use super::text::Lines;
use crate::diagnostics::SourceText;
use crate::kind::{Kind, KindSet, Place, Type};
use crate::markdown;
use crate::portal::{EntryId, LinkTarget, Portal};
use crate::record::{Record, Value};

/// The protocol's text about a place.
pub fn hover(spot: &Spot<'_>, lines: &Lines<'_>) -> Json {
    let shown = named(spot).or_else(|| field(spot));
    shown.map_or(
        Json::Null,
        |(text, span)| json!({ "contents": { "kind": "markdown", "value": text }, "range": lines.span(&span) }),
    )
}

fn named(spot: &Spot<'_>) -> Option<(String, Range<usize>)> {
    let (named, span) = spot.named()?;
    let Named::Entry(id) = named else { return None };
    let entry = spot.portal.entry(id);
    let record = entry.in_language(spot.language);
    let kind = spot.word(&format!("kind.{}", entry.kind.name())).unwrap_or_default();
    let text =
        format!("**{}**\n\n{kind} · `{}:{}`\n\n{}", record.title(), entry.kind.name(), entry.id(), record.source.path);
    Some((text, span))
}

/// The field that a place belongs to.
fn field(spot: &Spot<'_>) -> Option<(String, Range<usize>)> {
    let toml = spot.toml()?;
    let (table, name, span) = match toml.outline.cursor.as_ref()? {
        Slot::Key { table, span } => {
            let name = spot.text.get(span.start + toml.range.start..span.end + toml.range.start)?;
            (*table, name.to_owned(), span)
        }
        Slot::Value { table, key, span } => (*table, key.clone(), span),
    };
    if span.is_empty() {
        return None;
    }
    let span = span.start + toml.range.start..span.end + toml.range.start;
    let path = &toml.outline.tables[table];
    let kind = toml.kind?;
    let field = spot::field(kind, path, &name)?;
    let label = spot.label(kind, field).unwrap_or_default();
    let many = if field.many { " […]" } else { "" };
    let kinds = match field.ty {
        Type::Reference { kinds, .. } if !kinds.is_any() => {
            let kinds = spot.kinds().all().filter(|kind| kinds.contains(*kind)).map(Kind::name);
            format!(": {}", kinds.collect::<Vec<_>>().join(", "))
        }
        _ => String::new(),
    };
    let help = spot.help(kind, field).unwrap_or_default();
    Some((format!("**{label}** · `{name}` · {}{kinds}{many}\n\n{help}", field.ty.name()), span))
}

/// The file, relative to the root, that a place names.
pub fn definition(spot: &Spot<'_>) -> Option<String> {
    Some(match spot.named()?.0 {
        Named::Entry(id) => spot.portal.entry(id).in_language(language_of(spot)).source.path.clone(),
        Named::File(path) => path,
    })
}

/// The language of the file that is open: a translation leads to translations.
fn language_of<'s>(spot: &Spot<'s>) -> &'s str {
    let stem = spot.path.trim_end_matches(".md");
    stem.rsplit_once('.').map_or("", |(_, language)| language)
}

/// A place where an entry is named, or a file of its folder.
pub struct Use {
    pub source: Arc<SourceText>,
    /// What is written there, without quotation marks.
    pub span: Range<usize>,
    /// It is a link, which may name files and addresses.
    pub is_link: bool,
}

/// Every place of the portal that names an entry, also by its title, or a file of its own folder.
pub fn uses(portal: &Portal, id: EntryId) -> Vec<Use> {
    let finder = Finder { portal, id };
    let mut found = Vec::new();
    for entry in portal.ids().map(|id| portal.entry(id)) {
        for record in std::iter::once(&entry.record).chain(entry.translations.values()) {
            finder.in_fields(record, &mut found);
            finder.in_body(&record.source, record.body.range.start, &mut found);
        }
    }
    for section in portal.sections.values() {
        finder.in_body(&section.source, section.body.range.start, &mut found);
    }
    if let Some(source) = &portal.config.source {
        for item in &portal.config.menu {
            let entry = item.entry.iter().filter(|entry| finder.is_named(&entry.text, KindSet::ANY));
            found.extend(entry.map(|entry| Use {
                source: Arc::clone(source),
                span: unquoted(source, entry.span()),
                is_link: false,
            }));
            let url = item.url.iter().filter(|url| finder.is_target(portal.menu_link(&url.text).ok().as_ref()));
            found.extend(url.map(|url| Use {
                source: Arc::clone(source),
                span: unquoted(source, url.span()),
                is_link: true,
            }));
        }
    }
    found
}

struct Finder<'p> {
    portal: &'p Portal,
    id: EntryId,
}

impl Finder<'_> {
    fn is_named(&self, text: &str, kinds: KindSet) -> bool {
        self.portal.resolve(text, kinds) == Ok(self.id)
    }

    fn is_target(&self, target: Option<&LinkTarget<'_>>) -> bool {
        let own = self.portal.entry(self.id).record.identity.bundle.as_ref();
        match target {
            Some(LinkTarget::Entry { id, .. }) => *id == self.id,
            Some(LinkTarget::Asset { asset, .. }) => own.is_some_and(|own| asset.disk.starts_with(&format!("{own}/"))),
            _ => false,
        }
    }

    fn in_fields(&self, record: &Record, found: &mut Vec<Use>) {
        let mut add = |text: &crate::fields::Text, kinds| {
            if self.is_named(&text.text, kinds) {
                found.push(Use {
                    source: Arc::clone(&record.source),
                    span: unquoted(&record.source, text.span()),
                    is_link: false,
                });
            }
        };
        record.fields.walk(&mut |field, value| match value {
            Value::Entry(text) => {
                if let Type::Reference { kinds, .. } = field.ty {
                    add(text, kinds);
                }
            }
            Value::Person(person) => {
                let places = [(Place::School, &person.school), (Place::Organisation, &person.organisation)];
                for (place, text) in places {
                    if let Some(text) = text {
                        add(text, self.portal.kinds.of_place(place).into());
                    }
                }
            }
            _ => {}
        });
        for file in record.named_files() {
            if self.is_target(self.portal.file(&record.source.path, &file.text).ok().as_ref()) {
                found.push(Use {
                    source: Arc::clone(&record.source),
                    span: unquoted(&record.source, file.span()),
                    is_link: true,
                });
            }
        }
    }

    fn in_body(&self, source: &Arc<SourceText>, start: usize, found: &mut Vec<Use>) {
        let body = source.text.get(start..).unwrap_or_default();
        let mut links = markdown::links(body);
        links.sort_unstable();
        links.dedup();
        links.retain(|link| {
            self.is_target(self.portal.link(&source.path, link).ok().as_ref())
                || self.is_target(self.portal.file(&source.path, link).ok().as_ref())
        });
        let code = if links.is_empty() { Vec::new() } else { markdown::code(body) };
        for link in &links {
            let is_whole = |at: &usize| {
                body[..*at].chars().next_back().is_none_or(is_border)
                    && body[at + link.len()..].chars().next().is_none_or(is_border)
                    && !code.iter().any(|code| code.contains(at))
            };
            let places = body.match_indices(&**link).map(|(at, _)| at).filter(is_whole);
            found.extend(places.map(|at| Use {
                source: Arc::clone(source),
                span: start + at..start + at + link.len(),
                is_link: true,
            }));
        }
        self.in_attributes(source, start, found);
    }

    /// Components take ids in the attributes that are called after a kind.
    fn in_attributes(&self, source: &Arc<SourceText>, start: usize, found: &mut Vec<Use>) {
        let kind = self.portal.kind(self.id);
        let opening = format!(" {}=\"", kind.name());
        let mut line_start = start;
        for line in source.text.get(start..).unwrap_or_default().split_inclusive('\n') {
            if line.trim_start().starts_with(":::")
                && let Some(at) = line.find(&opening).map(|at| at + opening.len())
                && let Some(length) = line[at..].find('"')
                && self.is_named(&line[at..at + length], kind.into())
            {
                let span = line_start + at..line_start + at + length;
                found.push(Use { source: Arc::clone(source), span, is_link: false });
            }
            line_start += line.len();
        }
    }
}

/// The bytes of a value without its quotation marks.
fn unquoted(source: &SourceText, span: Range<usize>) -> Range<usize> {
    const MARKS: [char; 2] = ['"', '\''];
    let written = source.text.get(span.clone()).unwrap_or_default();
    let start = span.start + written.len() - written.trim_start_matches(MARKS).len();
    start..(span.start + written.trim_end_matches(MARKS).len()).max(start)
}

/// The entry that a place is about: the one named there, else the one whose front matter it is in; with the bytes that say so.
pub fn entry_at(spot: &Spot<'_>) -> Option<(EntryId, Range<usize>)> {
    if let Some((Named::Entry(id), span)) = spot.named() {
        return Some((id, span));
    }
    let toml = spot.toml()?;
    let (Slot::Key { span, table, .. } | Slot::Value { span, table, .. }) = toml.outline.cursor.as_ref()?;
    let is_own = match toml.outline.cursor.as_ref()? {
        Slot::Value { key, .. } => {
            !matches!(spot.wanted(toml.kind, &toml.outline.tables[*table], key), Wanted::Entries(_))
        }
        Slot::Key { .. } => true,
    };
    let id = spot.portal.entry_of(spot.path).filter(|_| is_own && !span.is_empty())?;
    Some((id, span.start + toml.range.start..span.end + toml.range.start))
}
