//! What holds for any site: no input makes the program panic, every problem points into a file, and the same input gives
//! the same bytes.

use std::ops::Range;

use avilys::diagnostics::{Catalogue, position, render_one};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::folder::difference;
use crate::support::{Built, TEMPLATES, TestSite};

/// Fields of the kinds, sound and unsound values for them: what an author's file may hold.
fn line() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        8 => select(FIELDS).prop_map(str::to_owned),
        1 => "[a-zA-Z_]{1,8}",
        1 => "\\PC{0,6}",
    ];
    let value = prop_oneof![
        6 => select(VALUES).prop_map(str::to_owned),
        2 => "\"\\PC{0,12}\"",
        1 => "\\PC{0,12}",
        1 => "-?[0-9]{1,20}(\\.[0-9]{1,3})?",
        1 => "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ];
    let header = select(vec!["[extra]", "[[agenda]]", "[[timeline]]", "[image]", "[", "[[", "+++", "\u{feff}", "\r"]);
    prop_oneof![9 => (name, value).prop_map(|(name, value)| format!("{name} = {value}")), 1 => header.prop_map(str::to_owned)]
}

const FIELDS: &[&str] = &[
    "title",
    "summary",
    "date",
    "status",
    "slug",
    "aliases",
    "topics",
    "authors",
    "links",
    "attachments",
    "image",
    "related",
    "school",
    "organisation",
    "evidence",
    "learned_at",
    "steps",
    "provider",
    "valid_until",
    "hours",
    "when",
    "municipality",
    "about",
    "timeline",
    "commitments",
    "figures",
    "coordinator",
    "period",
    "money",
    "partners_query",
    "countries",
    "promised",
    "type",
    "goals",
    "memberships",
    "parent",
    "synonyms",
    "items",
    "window",
    "role",
    "menu",
    "template",
    "code",
    "source",
    "extra",
];

const VALUES: &[&str] = &[
    "\"ausra\"",
    "[\"ausra\", \"nera\"]",
    "\"2026-13\"",
    "2026-11-22",
    "\"2012-11/2014-08\"",
    "\"9999-12-31\"",
    "\"--02-30/--01\"",
    "{ amount = 1e400, currency = \"EUR\" }",
    "{ amount = 12, currency = \"eur\" }",
    "[{ title = \"a\", file = \"../../../x\" }]",
    "{ file = \"a.svg\", alt = \"\" }",
    "18446744073709551616",
    "true",
    "\"\"",
    "[]",
    "{}",
    "\"draft\"",
    "\"archived\"",
    "\"topic:skaitymas\"",
    "\"skaitymas\"",
    "{ municipality = \"birzu-r\" }",
    "[{ municipality = \"x\", title = \"t\" }]",
    "[{ what = \"x\", count = -1, kind = \"practice\" }]",
    "10:00:00",
    "\"\"\"\neilutė\n\"\"\"",
    "'''",
    "\"https://\"",
    "nan",
];

/// Pieces of a body, sound and unsound.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(PIECES).prop_map(str::to_owned),
        2 => "\\PC{0,20}",
        1 => "[-*+#>|:`~\\[\\]()!_ \\t\\n0-9a-c]{0,20}",
    ]
}

const PIECES: &[&str] = &[
    "# ",
    "## A\n",
    "### B {#a}\n",
    "## C {#a}\n",
    "\n\n",
    "\n",
    "- ",
    "  - ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    ":::",
    "::::",
    ":::callout kind=\"tip\"\n",
    ":::quote\n",
    ":::list-table header\n",
    ":::figure src=\"a.svg\" alt=\"b\"\n:::\n",
    ":::gallery pattern=\"[\"\n:::\n",
    ":::entries kind=\"x\"\n:::\n",
    ":::timeline\n:::\n",
    ":::\n",
    "- - a\n  - b\n",
    "[a](school:ausra)",
    "[a](../../../../etc)",
    "[a](#b)",
    "[a][b]",
    "[b]: <x",
    "![a](a.svg)",
    "[^1]",
    "[^1]: b\n",
    "| a | b |\n|---|\n",
    "<div style=\"a\">",
    "</div>",
    "<script>",
    "<!--",
    "```\n",
    "`",
    "**",
    "~~",
    "\"",
    "'",
    "--",
    "&amp;",
    "\u{0}",
    "\u{202e}",
    "{{ a }}",
    "{% raw %}",
    "2017 m. ",
    "67 984 ",
    "T\n: D\n",
    "- [x] a\n",
    "\\",
    "\t",
    "\r\n",
    "ąčęėįšųūž",
];

const FOLDERS: &[&str] = &[
    "practices",
    "programmes",
    "conferences",
    "reports",
    "projects",
    "schools",
    "organisations",
    "topics",
    "news",
    "collections",
    "cycle",
    "pages",
];

fn text() -> impl Strategy<Value = String> {
    let front = prop::collection::vec(line(), 0..8).prop_map(|lines| lines.join("\n"));
    let body = prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat());
    let title = prop_oneof![Just("title = \"Pavadinimas\"\n"), Just("")];
    prop_oneof![
        8 => (title, front, body).prop_map(|(title, front, body)| format!("+++\n{title}{front}\n+++\n{body}")),
        1 => "\\PC{0,40}",
        1 => Just("+++".to_owned()),
    ]
}

/// A sound site around what is to be tried; few templates, so that a case takes little time.
fn around() -> TestSite {
    let site = TEMPLATES
        .iter()
        .fold(TestSite::new(), |site, name| site.file(&format!("templates/{name}"), "{{ page | json }}"));
    site.setting("languages = [\"en\"]")
        .entry("schools/ausra", "title = \"Aušra\"\ntype = \"x\"\nmunicipality = \"birzu-r\"")
        .entry("topics/skaitymas", "title = \"Skaitymas\"")
}

/// Every problem can be shown in both languages, and points at a place that is there.
fn is_sound(built: &Built) {
    let catalogues = [Catalogue::for_language("lt"), Catalogue::for_language("en")];
    for problem in &built.problems {
        for place in problem.place.iter().chain(&problem.other) {
            let Range { start, end } = place.span;
            let text = &place.source.text;
            assert!(start <= end && end <= text.len(), "{}: {start}..{end} of {}", problem.code.name(), text.len());
            assert!(
                text.is_char_boundary(start) && text.is_char_boundary(end),
                "{}: {start}..{end}",
                problem.code.name()
            );
            assert!(position(place).0 <= text.matches('\n').count() + 1);
        }
        for catalogue in &catalogues {
            let message = catalogue.message(problem);
            assert!(!message.starts_with(problem.code.name()), "{} has no text", problem.code.name());
            assert!(!message.contains("{name}") && !message.contains("{value}"), "{message}");
            render_one(problem, catalogue, false);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_front_matter_and_any_body_are_read_without_a_panic(
        files in prop::collection::vec((select(FOLDERS), 0..3_u8, text()), 1..6),
    ) {
        let mut site = around();
        for (folder, name, text) in &files {
            let name = ["a", "b/index", "a.en"][usize::from(*name)];
            site = site.file(&format!("content/{folder}/{name}.md"), text);
        }
        is_sound(&site.build());
    }

    #[test]
    fn any_settings_are_read_without_a_panic(settings in prop::collection::vec(setting(), 0..6)) {
        let mut site = around().without_settings();
        for line in &settings {
            site = site.setting(line);
        }
        is_sound(&site.build());
    }

    #[test]
    fn any_bytes_and_names_are_read_without_a_panic(
        name in "[a-zA-Z0-9ąž .~#%&_+-]{1,12}(/[a-zž.]{1,6})?",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        prop_assume!(name.split('/').all(|part| !matches!(part, "." | "..")));
        let built = around().file(&format!("content/news/{name}.md"), &bytes).file(&format!("content/pages/{name}"), &bytes).build();
        is_sound(&built);
    }

    #[test]
    fn the_same_site_gives_the_same_bytes(site in small_site()) {
        let one = site.build();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let two = pool.install(|| site.build());
        prop_assert_eq!(one.stderr(), two.stderr());
        prop_assert!(!one.files.is_empty(), "{}", one.stderr());
        prop_assert_eq!(difference(&one.files, &two.files), None);
    }
}

fn setting() -> impl Strategy<Value = String> {
    let name = select(
        &[
            "title",
            "base_url",
            "language",
            "languages",
            "theme",
            "page_size",
            "group_size",
            "ignore",
            "segments",
            "indexes",
            "menu",
            "municipalities",
            "school_types",
            "extra",
            "nera",
        ][..],
    );
    let value = select(
        &[
            "\"x\"",
            "\"https://x.example\"",
            "\"lt\"",
            "[\"en\"]",
            "[\"en\", \"en\"]",
            "[\"lt\"]",
            "[\"../x\"]",
            "0",
            "1",
            "-1",
            "[]",
            "{}",
            "true",
            "\"\"",
            "{ practices = \"schools\" }",
            "{ practices = \"\" }",
            "{ practices = \"mokyklos\" }",
            "{ letters = false, years = false }",
            "[{ title = \"a\", url = \"/b\" }]",
            "[{ entry = \"school:ausra\" }]",
            "[{ entry = \"nera\" }]",
            "[{ id = \"a\", title = \"A\" }]",
            "[\"content/**\"]",
            "[\"[\"]",
            "{ a = [\"x\"] }",
            "\"tr-TR\"",
            "\"xx\"",
        ][..],
    );
    (name, value).prop_map(|(name, value)| format!("{name} = {value}"))
}

/// A sound site whose entries name each other at random.
fn small_site() -> impl Strategy<Value = TestSite> {
    let practice = (0..5_usize, prop::collection::vec(0..4_usize, 0..3), 2010..2027_u16, 1..13_u8, 0..4_usize);
    (prop::collection::vec(practice, 1..12), prop::collection::vec(0..4_usize, 4)).prop_map(|(practices, parents)| {
        let mut site = around().setting("page_size = 4\ngroup_size = 2");
        for number in 0..5 {
            site = site.entry(
                &format!("schools/m{number}"),
                &format!("title = \"Mokykla {number}\"\ntype = \"x\"\nmunicipality = \"{}\"", ["birzu-r", "prienu-r"][number % 2]),
            );
        }
        for (number, parent) in parents.iter().enumerate() {
            // A parent has a smaller number, so there are no circles.
            let parent = if number > 0 { format!("\nparent = \"t{}\"", parent % number) } else { String::new() };
            site = site.entry(&format!("topics/t{number}"), &format!("title = \"Tema {number}\"{parent}"));
        }
        for (number, (school, topics, year, month, evidence)) in practices.iter().enumerate() {
            let topics: Vec<_> = topics.iter().map(|topic| format!("\"t{topic}\"")).collect();
            let earlier = if number > 0 { format!("\nrelated = [\"p{}\"]", (number * 7) % number) } else { String::new() };
            let level = ["impression", "feedback", "comparison", "external"][*evidence];
            let front = format!(
                "title = \"Praktika {}\"\nschool = \"m{school}\"\ntopics = [{}]\ndate = \"{year}-{month:02}\"\nevidence = \"{level}\"{earlier}",
                number % 3, topics.join(", "),
            );
            site = site.entry(&format!("practices/p{number}"), &front);
        }
        site
    })
}
