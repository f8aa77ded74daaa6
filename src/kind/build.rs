//! Descriptions understood: types, roles and names checked, shapes made.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::file::{FieldText, KindFile, RowText};
use super::shape::{ON_CARDS, OnCard, TYPES};
use super::{Description, Field, KindSet, MENU_GROUPS, ORDERS, Order, Place, ROLES, Role, Shape, Type};
use crate::diagnostics::{Code, Diagnostic, SourceText, nearest};
use crate::fields::Text;

/// Fields that a kind or a row may have.
const MOST_FIELDS: usize = 60;
/// Names of the computed indexes under which a URL segment can be set, beside the folders of the kinds.
pub const SEGMENTS: [&str; 6] = ["municipalities", "years", "letters", "search", "page", "titles"];
/// Names that are taken for something else: `field.common` among the words, `avilys schema settings`.
const RESERVED: [&str; 3] = ["common", "settings", "kind"];
/// Facets that every search has.
const FACETS: [&str; 7] = ["kind", "school", "organisation", "topic", "municipality", "year", "valid"];

/// The name of a kind with its folder, known before its fields are looked at: others may name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub name: &'static str,
    pub folder: &'static str,
}

/// A text that lives as long as the program.
pub(super) fn keep(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// True for a name as descriptions have it, which templates can write too.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Makes the descriptions of some files; problems go to the file under way.
pub(super) struct Builder<'a> {
    pub source: Arc<SourceText>,
    pub kinds: &'a [Named],
    /// The site's own kinds have fewer rights than those of the program.
    pub is_own: bool,
    /// Names of facets and of indexes of choices, which are one for all kinds.
    pub facets: &'a mut BTreeSet<String>,
    pub problems: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn report(&mut self, problem: Diagnostic, span: Range<usize>) {
        self.problems.push(problem.at(&self.source, span));
    }

    fn unknown(&mut self, field: &'static str, text: &Text, known: &[&str]) {
        let near = nearest(&text.text, known.iter().copied());
        let problem = Diagnostic::error(Code::UnknownWord).arg("field", field).arg("value", &text.text);
        self.report(problem.arg("known", known.join(", ")).suggest(near), text.span());
    }

    /// Name and folder of a kind; nothing where they cannot be used.
    pub fn named(&mut self, file: &KindFile) -> Option<Named> {
        let (Some(name), Some(folder)) = (&file.name, &file.folder) else {
            for (field, written) in [("name", &file.name), ("folder", &file.folder)] {
                if written.is_none() {
                    self.report(Diagnostic::error(Code::MissingField).arg("field", field), 0..0);
                }
            }
            return None;
        };
        let mut good = true;
        for text in [name, folder].into_iter().filter(|text| !is_name(&text.text)) {
            self.report(Diagnostic::error(Code::KindNameInvalid).arg("name", &text.text), text.span());
            good = false;
        }
        let taken = |text: &str| self.kinds.iter().any(|kind| kind.name == text || kind.folder == text);
        let reserved = SEGMENTS.contains(&&*folder.text);
        let found = [name, folder].into_iter().find(|text| taken(&text.text) || RESERVED.contains(&&*text.text));
        if let Some(text) = found.or(Some(folder).filter(|_| reserved)) {
            self.report(Diagnostic::error(Code::KindNameTaken).arg("name", &text.text), text.span());
            good = false;
        }
        good.then(|| Named { name: keep(&name.text), folder: keep(&folder.text) })
    }

    pub fn description(&mut self, number: usize, named: Named, file: &KindFile, common: &[Field]) -> Description {
        let order = file.order.as_ref().and_then(|text| self.one_of("order", text, &ORDERS));
        let index = file.index.as_ref().and_then(|text| {
            if self.is_own {
                self.unfit("index", "name", text.span());
                return None;
            }
            let places = [("school", Place::School), ("organisation", Place::Organisation), ("topic", Place::Topic)];
            self.one_of("index", text, &places)
        });
        if let Some((_, span)) = file.unfit.iter().find(|(setting, _)| self.is_own && *setting == "number") {
            self.unfit("number", "name", span.clone());
        }
        let groups = MENU_GROUPS.map(|group| (group, group));
        let menu = file.menu.as_ref().and_then(|text| self.one_of("menu", text, &groups));
        let mut fields = common.to_vec();
        self.fields(&format!("field.{}", named.name), named.name, &file.rows, &mut fields, 0);
        for text in &file.requires {
            match fields.iter_mut().find(|field| *field.name == *text.text) {
                Some(field) => field.required = true,
                None => self.unknown("requires", text, &fields.iter().map(|field| field.name).collect::<Vec<_>>()),
            }
        }
        let shape = self.shape(fields, &file.rows);
        let is_content = file.counts_as_content.unwrap_or_default();
        Description {
            number,
            name: named.name,
            folder: named.folder,
            icon: keep(file.icon.as_ref().map_or("page", |icon| &icon.text)),
            schema_org: keep(file.schema_org.as_deref().unwrap_or("CreativeWork")),
            order: order.unwrap_or(Order::Newest),
            index,
            menu: menu.unwrap_or(MENU_GROUPS[0]),
            has_section: file.section.unwrap_or(true) || self.is_own,
            counts_as_content: is_content,
            is_said_in_queries: file.said_in_queries.unwrap_or(true),
            shape,
        }
    }

    fn one_of<T: Copy>(&mut self, field: &'static str, text: &Text, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == &*text.text).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown(field, text, &words.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        }
        found
    }

    fn unfit(&mut self, setting: &str, with: &str, span: Range<usize>) {
        self.report(Diagnostic::error(Code::KindSettingUnfit).arg("setting", setting).arg("with", with), span);
    }

    /// Entries that are there already could not have it.
    pub fn unfit_required(&mut self, field: &FieldText) {
        self.unfit("required", "extends", field.name.as_ref().map_or(0..0, Text::span));
    }

    pub fn shape(&mut self, fields: Vec<Field>, rows: &RowText) -> Shape {
        let names: Vec<_> = fields.iter().map(|field| field.name).collect();
        let mut number = |setting: &'static str, text: &Text| {
            let found = (0..).zip(&names).find(|(_, name)| **name == &*text.text).map(|(at, _)| at);
            if found.is_none() {
                self.unknown(setting, text, &names);
            }
            found
        };
        let one_of = rows.one_of.iter().map(|group| group.iter().filter_map(|text| number("one_of", text)).collect());
        let one_of = one_of.filter(|group: &Vec<u16>| !group.is_empty()).collect();
        let short = rows.short.as_ref().and_then(|text| number("short", text));
        Shape::new(fields, one_of, short)
    }

    /// Adds the fields of a kind or a row to those that are there. `key` is where their words stand among the messages.
    pub fn fields(&mut self, key: &str, kind: &str, rows: &RowText, fields: &mut Vec<Field>, deep: usize) {
        for text in &rows.fields {
            let Some(name) = self.field_name(text, fields, deep) else { continue };
            if fields.len() == MOST_FIELDS {
                let problem = Diagnostic::error(Code::KindFieldsTooMany).arg("most", MOST_FIELDS);
                self.report(problem, text.name.as_ref().map_or(0..0, Text::span));
                return;
            }
            let key = format!("{key}.{name}");
            let Some(ty) = self.field_type(&key, kind, text, deep) else { continue };
            self.check_settings(text, &ty);
            let field = self.field(name, ty, &key, kind, text, fields, deep);
            fields.push(field);
        }
    }

    fn field_name(&mut self, text: &FieldText, fields: &[Field], deep: usize) -> Option<&'static str> {
        let name = text.name.as_ref()?;
        if !is_name(&name.text) {
            self.report(Diagnostic::error(Code::KindNameInvalid).arg("name", &name.text), name.span());
            return None;
        }
        if let Some(taken) = fields.iter().find(|field| *field.name == *name.text) {
            let code = if taken.is_common() && deep == 0 { Code::KindFieldCommon } else { Code::KindFieldTwice };
            self.report(Diagnostic::error(code).arg("name", &name.text), name.span());
            return None;
        }
        Some(keep(&name.text))
    }

    #[expect(clippy::too_many_arguments, reason = "all that is known of a field")]
    fn field(
        &mut self,
        name: &'static str,
        ty: Type,
        key: &str,
        kind: &str,
        text: &FieldText,
        fields: &[Field],
        deep: usize,
    ) -> Field {
        let role = text.role.as_ref().and_then(|role| self.role(role, &ty, text, fields));
        let at = || text.name.as_ref().map_or(0..0, Text::span);
        let is_facet = text.facet && deep == 0 && matches!(ty, Type::Choice(_) | Type::Text | Type::Label);
        if text.facet && !is_facet {
            self.unfit("facet", "type", at());
        }
        if text.pages.is_some() && (deep > 0 || !matches!(ty, Type::Choice(_))) {
            self.unfit("pages", "type", at());
        }
        let pages = text.pages.as_ref().filter(|_| deep == 0 && matches!(ty, Type::Choice(_)));
        let pages = pages.and_then(|pages| self.index_name(pages));
        Field {
            name,
            ty,
            many: text.many,
            required: text.required,
            role,
            prose: text.prose.unwrap_or_else(|| ty.is_prose()),
            search: text.search.unwrap_or_else(|| ty.is_searched()),
            translated: text.translated.unwrap_or_else(|| ty.is_translated()),
            facet: is_facet.then(|| self.facet_name(name, kind)),
            card: text.card.as_ref().and_then(|card| self.on_card(card, &ty, deep)),
            pages,
            inverse: text.inverse.as_ref().and_then(|inverse| self.inverse(inverse, &ty)),
            facts: text.facts.unwrap_or(true),
            is_own: self.is_own,
            key: keep(key),
        }
    }

    fn on_card(&mut self, text: &Text, ty: &Type, deep: usize) -> Option<OnCard> {
        let card = self.one_of("card", text, &ON_CARDS)?;
        let is_fit = match card {
            OnCard::Words => ty.has_words(),
            OnCard::Level => matches!(ty, Type::Choice(_)),
        };
        if deep > 0 || !is_fit {
            self.unfit("card", "type", text.span());
            return None;
        }
        Some(card)
    }

    /// A facet is named after its field, and after its kind too where another facet has the name.
    fn facet_name(&mut self, name: &'static str, kind: &str) -> &'static str {
        let taken = FACETS.contains(&name) || !self.facets.insert(name.to_owned());
        if taken { keep(&format!("{kind}_{name}")) } else { name }
    }

    fn index_name(&mut self, text: &Text) -> Option<&'static str> {
        if !is_name(&text.text) {
            self.report(Diagnostic::error(Code::KindNameInvalid).arg("name", &text.text), text.span());
            return None;
        }
        let taken = self.kinds.iter().any(|kind| *kind.folder == *text.text) || SEGMENTS.contains(&&*text.text);
        if taken || !self.facets.insert(format!("index {}", text.text)) {
            self.report(Diagnostic::error(Code::KindNameTaken).arg("name", &text.text), text.span());
            return None;
        }
        Some(keep(&text.text))
    }

    fn inverse(&mut self, text: &Text, ty: &Type) -> Option<&'static str> {
        if !matches!(ty, Type::Reference { .. }) {
            self.unfit("inverse", "type", text.span());
            return None;
        }
        if !is_name(&text.text) {
            self.report(Diagnostic::error(Code::KindNameInvalid).arg("name", &text.text), text.span());
            return None;
        }
        Some(keep(&text.text))
    }

    fn role(&mut self, role: &Text, ty: &Type, text: &FieldText, fields: &[Field]) -> Option<Role> {
        let found = self.one_of("role", role, &ROLES)?;
        if !found.takes(ty) {
            let ty = text.ty.as_ref().map_or("", |ty| &*ty.text);
            let problem = Diagnostic::error(Code::KindRoleUnfit).arg("role", &role.text).arg("type", ty);
            self.report(problem, role.span());
            return None;
        }
        if let (Some(needed), Type::Row(shape)) = (found.needs(), ty)
            && !shape.has(needed)
        {
            let problem = Diagnostic::error(Code::KindRoleLacking).arg("role", &role.text).arg("needed", needed.name());
            self.report(problem, role.span());
            return None;
        }
        if !found.may_repeat()
            && let Some(other) = fields.iter().find(|field| field.role == Some(found))
        {
            let problem = Diagnostic::error(Code::KindRoleTwice).arg("role", &role.text).arg("other", other.name);
            self.report(problem, role.span());
            return None;
        }
        Some(found)
    }

    fn field_type(&mut self, key: &str, kind: &str, text: &FieldText, deep: usize) -> Option<Type> {
        let name = text.ty.as_ref()?;
        let (or_yes, or_name) = (text.or_yes.unwrap_or_default(), text.or_name.unwrap_or_default());
        Some(match &*name.text {
            "text" => Type::Text,
            "label" => Type::Label,
            "code" => Type::Code,
            "whole" => Type::Whole,
            "flag" => Type::Flag,
            "date" => Type::Date { or_yes },
            "window" => Type::Window,
            "every" => Type::Every,
            "clock" => Type::Clock,
            "count" => Type::Count,
            "measure" => Type::Measure,
            "money" => Type::Money,
            "url" => Type::Url,
            "email" => Type::Email,
            "country" => Type::Country,
            "choice" => Type::Choice(self.choices(text, name)?),
            "kind" => Type::Kind,
            "file" => Type::File,
            "municipality" => Type::Municipality,
            "reference" => Type::Reference { kinds: self.kinds(text), or_name },
            "person" => Type::Person,
            "link" => Type::Link,
            "attachment" => Type::Attachment,
            "image" => Type::Image,
            "menu" => Type::Menu,
            // Nothing is known of what stands in it, so no page could show it.
            "extra" if !self.is_own => Type::Extra,
            "row" => Type::Row(self.row(key, kind, text, name, deep)?),
            _ => {
                self.unknown("type", name, &self.types());
                return None;
            }
        })
    }

    /// The types that the file may use.
    fn types(&self) -> Vec<&'static str> {
        TYPES.into_iter().filter(|name| !self.is_own || *name != "extra").collect()
    }

    fn choices(&mut self, text: &FieldText, ty: &Text) -> Option<&'static [&'static str]> {
        let choices = text.choices.as_deref().unwrap_or_default();
        if choices.is_empty() {
            self.lacking("choices", ty);
            return None;
        }
        let mut words: Vec<&'static str> = Vec::new();
        for choice in choices {
            let good = choice.text.split('-').all(is_name);
            if !good || words.contains(&&*choice.text) {
                let code = if good { Code::KindFieldTwice } else { Code::KindChoiceInvalid };
                self.report(Diagnostic::error(code).arg("name", &choice.text), choice.span());
                continue;
            }
            words.push(keep(&choice.text));
        }
        Some(words.leak())
    }

    fn kinds(&mut self, text: &FieldText) -> KindSet {
        let mut numbers = Vec::new();
        for written in text.kinds.as_deref().unwrap_or_default() {
            match self.kinds.iter().position(|kind| *kind.name == *written.text) {
                Some(number) => numbers.push(number),
                None => {
                    let names: Vec<_> = self.kinds.iter().map(|kind| kind.name).collect();
                    let near = nearest(&written.text, names.iter().copied());
                    let problem = Diagnostic::error(Code::KindUnknown).arg("kind", &written.text);
                    self.report(problem.arg("known", names.join(", ")).suggest(near), written.span());
                }
            }
        }
        KindSet::of(numbers)
    }

    fn row(&mut self, key: &str, kind: &str, text: &FieldText, ty: &Text, deep: usize) -> Option<&'static Shape> {
        if text.rows.fields.is_empty() {
            self.lacking("field", ty);
            return None;
        }
        // A page shows rows as a table, whose cells have no place for a table.
        if deep > 0 {
            self.report(Diagnostic::error(Code::KindRowsTooDeep), ty.span());
            return None;
        }
        let mut fields = Vec::new();
        self.fields(&format!("{key}.rows"), kind, &text.rows, &mut fields, deep + 1);
        let shape = self.shape(fields, &text.rows);
        Some(Box::leak(Box::new(shape)))
    }

    fn lacking(&mut self, setting: &str, ty: &Text) {
        let problem = Diagnostic::error(Code::KindSettingLacking).arg("setting", setting).arg("type", &ty.text);
        self.report(problem, ty.span());
    }

    /// Tells settings that mean nothing with a type.
    fn check_settings(&mut self, text: &FieldText, ty: &Type) {
        let written = text.ty.as_ref().map_or("", |ty| &*ty.text);
        let is_reference = matches!(ty, Type::Reference { .. });
        let is_row = matches!(ty, Type::Row(_));
        let settings = [
            ("kinds", text.kinds.is_some() && !is_reference),
            ("or_name", text.or_name.is_some() && !is_reference),
            ("or_yes", text.or_yes.is_some() && !matches!(ty, Type::Date { .. })),
            ("choices", text.choices.is_some() && !matches!(ty, Type::Choice(_))),
            ("field", !text.rows.fields.is_empty() && !is_row),
            ("one_of", !text.rows.one_of.is_empty() && !is_row),
            ("short", text.rows.short.is_some() && !is_row),
        ];
        let at = text.ty.as_ref().map_or(0..0, Text::span);
        for (setting, _) in settings.into_iter().filter(|(_, is_unfit)| *is_unfit) {
            self.unfit(setting, &format!("type = \"{written}\""), at.clone());
        }
    }
}
