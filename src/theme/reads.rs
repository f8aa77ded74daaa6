//! Which names a template may read, so that what no template asks for need not be made.
//!
//! Found in the texts of the templates alone, and rather too many than too few: a name is read where it stands anywhere in the
//! template, in one that it names, or in one that defines components, be it in a comment; a field of `page`, where it stands there
//! right after `page.`. Where a template takes `page` as a whole, every field is. Must not know what the names mean.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;

use crate::diagnostics::SourceText;

/// Texts by name.
type Templates = BTreeMap<String, Arc<SourceText>>;

const PAGE: &str = "page";
/// Tera's name for all that a template sees.
const EVERYTHING: &str = "__tera_context";

/// What a template may read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    names: Names,
    /// Fields of `page`.
    fields: Names,
    everything: bool,
}

type Names = HashSet<String, RandomState>;

/// What each template of a theme may read, found out when it is first asked for.
pub struct AllReads {
    found: BTreeMap<String, OnceLock<Reads>>,
    /// Names of the templates with components, which any template may call.
    components: Vec<String>,
    /// Of a template that is not there.
    nothing: Reads,
}

impl AllReads {
    pub fn new(templates: &Templates) -> Self {
        let has_components = |(_, text): &(&String, &Arc<SourceText>)| text.text.contains("component");
        Self {
            found: templates.keys().map(|name| (name.clone(), OnceLock::new())).collect(),
            components: templates.iter().filter(has_components).map(|(name, _)| name.clone()).collect(),
            nothing: Reads::default(),
        }
    }

    /// Of one of `templates`, which are those that this was made with.
    pub fn of(&self, template: &str, templates: &Templates) -> &Reads {
        let find = || Reads::of(template, templates, &self.components);
        self.found.get(template).map_or(&self.nothing, |found| found.get_or_init(find))
    }
}

impl Reads {
    fn of(template: &str, templates: &Templates, components: &[String]) -> Self {
        let mut left: Vec<&str> = components.iter().map(String::as_str).chain([template]).collect();
        let mut met: HashSet<&str> = left.iter().copied().collect();
        let mut reads = Self::default();
        while let Some(text) = left.pop().and_then(|name| templates.get(name)) {
            reads.add(&text.text);
            let named = text.text.split(['"', '\'', '`']).filter(|part| templates.contains_key(*part));
            left.extend(named.filter(|name| met.insert(name)));
        }
        reads
    }

    fn add(&mut self, text: &str) {
        for (at, word) in words(text) {
            note(&mut self.names, word);
            self.everything |= word == EVERYTHING;
            if word == PAGE {
                let (before, after) = (&text[..at], &text[at + PAGE.len()..]);
                match field(after) {
                    Some(field) => note(&mut self.fields, field),
                    None => self.everything |= is_taken(before, after),
                }
            }
        }
    }

    /// Whether a name is read at all.
    pub fn has(&self, name: &str) -> bool {
        self.everything || self.names.contains(name)
    }

    /// Whether a field of `page` is read.
    pub fn has_field(&self, name: &str) -> bool {
        self.everything || self.fields.contains(name)
    }

    /// A field of `page` that is made only where it is read.
    pub fn field<T: Default>(&self, name: &str, make: impl FnOnce() -> T) -> T {
        if self.has_field(name) { make() } else { T::default() }
    }
}

fn note(names: &mut Names, name: &str) {
    if !names.contains(name) {
        names.insert(name.to_owned());
    }
}

/// Words of letters, digits and underscores, with the places where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_inner = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(is_inner)?;
        let start = at;
        at += text[at..].find(|c| !is_inner(c)).unwrap_or(text.len() - at);
        Some((start, &text[start..at]))
    })
}

/// The field that a text asks of the value before it.
fn field(after: &str) -> Option<&str> {
    let after = after.trim_start();
    let name = after.strip_prefix('.').or_else(|| after.strip_prefix("?."))?;
    words(name).next().map(|(_, name)| name)
}

/// Whether `page` between these texts, where no field of it is asked for, is the value itself: neither a field of another, nor an
/// argument's name, nor outside of the braces.
fn is_taken(before: &str, after: &str) -> bool {
    let inside = |open: &str, close: &str| before.rfind(open) > before.rfind(close);
    let in_braces = inside("{{", "}}") || inside("{%", "%}");
    let is_field = before.trim_end().ends_with('.');
    let after = after.trim_start();
    let is_argument = after.starts_with('=') && !after.starts_with("==");
    in_braces && !is_field && !is_argument
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(templates: &[(&str, &str)]) -> BTreeMap<String, Reads> {
        let text =
            |(name, text): &(&str, &str)| ((*name).to_owned(), SourceText::new(format!("templates/{name}"), *text));
        let templates: Templates = templates.iter().map(text).collect();
        let all = AllReads::new(&templates);
        templates.keys().map(|name| (name.clone(), all.of(name, &templates).clone())).collect()
    }

    fn of(text: &str) -> Reads {
        reads(&[("a.html", text)])["a.html"].clone()
    }

    #[test]
    fn a_name_is_read_where_it_stands() {
        let reads = of("{% for link in page.backlinks %}{{ link.title }}{% endfor %}{% set p = x %}{{ p.own }}");
        assert!(reads.has("backlinks") && reads.has("title") && reads.has("own"));
        assert!(!reads.has("related") && !reads.has("back"));
        assert_eq!((reads.field("backlinks", || 7), reads.field("related", || 7)), (7, 0));
        assert!(!reads.has_field("title") && !reads.has_field("own"), "fields of others");
    }

    #[test]
    fn a_field_of_the_page_is_read_however_it_is_spaced() {
        for text in
            ["{{ page.own }}", "{{ page . own }}", "{{ page?.own }}", "{{page\n.own.x}}", "{% set a = page.own %}"]
        {
            let reads = of(text);
            assert!(reads.has_field("own") && !reads.has_field("related"), "{text}");
        }
    }

    #[test]
    fn what_an_included_template_reads_is_read_and_what_components_read() {
        let all = reads(&[
            ("base.html", "{% block a %}{{ page.title }}{% endblock %}{% include 'parts/foot.html' %}"),
            ("parts/foot.html", "{{ page.updated }}"),
            ("a.html", "{% extends \"base.html\" %}"),
            ("b.html", "{{ page.related }}"),
            ("ui.html", "{% component list(links) %}{{ links.collections }}{% endcomponent %}"),
        ]);
        let has = |template: &str, name| all[template].has_field(name);
        assert!(has("a.html", "title") && has("a.html", "updated") && all["a.html"].has("collections"));
        assert!(!has("a.html", "related") && has("b.html", "related") && !has("b.html", "title"));
    }

    #[test]
    fn templates_that_name_each_other_end() {
        let all = reads(&[("a.html", "{% include \"b.html\" %}x"), ("b.html", "{% include \"a.html\" %}y")]);
        assert!(all["a.html"].has("y") && all["b.html"].has("x"));
    }

    #[test]
    fn who_takes_the_page_as_a_whole_reads_everything() {
        for text in [
            "{{ page | json }}",
            "{{ page[name] }}",
            "{% for key, value in page %}{% endfor %}",
            "{% set p = page %}",
            "{{ part(name=\"x\", page=page) }}",
            "{% component list(page) %}{% endcomponent %}",
            "{{ __tera_context }}",
            "{% if page == x %}{% endif %}",
            "{{- page -}}",
        ] {
            assert!(of(text).has("related") && of(text).has_field("related"), "{text}");
        }
        for text in [
            "{{ page.title }}",
            "{{ page . title }}",
            "{{ page. title }}",
            "{{ page?.title }}",
            "{{ t(key=\"a\", page=2) }}",
            "{{ site.page }}",
            "<p class=\"page\">{{ 1 }}</p>",
        ] {
            assert!(!of(text).has("related") && !of(text).has_field("related"), "{text}");
        }
    }
}
