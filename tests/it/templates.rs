//! Mistakes in templates: the file, the line and the column are those of the template, not of the page.

use crate::support::TestSite;

fn site() -> TestSite {
    TestSite::new().entry("pages/apie", "title = \"Apie\"").entry("topics/tema", "title = \"Tema\"")
}

#[test]
fn a_syntax_error_is_told_where_it_stands() {
    let built = site().file("templates/page.html", "<h1>Labas</h1>\n<p>{{ page.title }</p>\n").build();
    built.fails().problem_at("template-syntax", "templates/page.html:2:18");
    assert_eq!(built.problems.len(), 1, "{}", built.stderr());
}

#[test]
fn each_broken_template_is_told() {
    let built = site()
        .file("templates/page.html", "{% if %}\n")
        .file("templates/topic.html", "<p>\n\n  {{ page.title | | upper }}</p>\n")
        .build();
    built.fails().codes(["template-syntax", "template-syntax"]);
    built.problem_at("template-syntax", "templates/page.html:1:7");
    built.problem_at("template-syntax", "templates/topic.html:3:19");
}

#[test]
fn a_rendering_error_is_told_where_it_stands() {
    let built = site().file("templates/page.html", "<h1>\n{{ page.title }}\n  {{ page.titel.length }}</h1>\n").build();
    let problem = built.fails().problem_at("template-failed", "templates/page.html:3:11").diagnostic("template-failed");
    // The message names every field that is there, also those that the template does not name.
    assert!(problem.args.iter().any(|(_, value)| value.contains("backlinks")), "{:?}", problem.args);
}

#[test]
fn a_message_that_is_not_there_is_told_with_the_nearest() {
    let built = site().file("templates/page.html", "<p>\n{{ t(key=\"entry.relatd\") }}</p>").build();
    let problem = built.fails().diagnostic("template-failed");
    assert!(problem.args.iter().any(|(_, value)| value.contains("entry.related")), "{:?}", problem.args);
    built.problem_at("template-failed", "templates/page.html:2:4");
}

#[test]
fn an_entry_that_is_not_there_is_told() {
    let built = site().file("templates/page.html", "{{ url(to=\"school:nera\") }}").build();
    built.fails().problem_at("template-failed", "templates/page.html:1:4");
}

#[test]
fn entries_are_counted_as_they_are_listed() {
    let questions =
        ["kind=\"topic\"", "kind=\"topic\", limit=1", "topic=\"Tema\"", "topic=\"tema\", kind=\"news\"", ""];
    let ask = |question: &&str| format!("{{{{ count({question}) }}}}={{{{ entries({question}) | length }}}}");
    let built = site()
        .entry("topics/kita", "title = \"Kita\"")
        .entry("news/a", "title = \"A\"\ndate = 2026-01-01\ntopics = [\"tema\"]")
        .entry("news/b", "title = \"B\"\ndate = 2026-01-02\ntopics = [\"Tema\", \"kita\"]")
        .file("templates/page.html", questions.iter().map(ask).collect::<Vec<_>>().join(" "))
        .build();
    built.file("apie/index.html").is("2=2 1=1 2=2 2=2 2=2");
    let built = site().file("templates/page.html", "<p>{{ count(knd=\"topic\") }}").build();
    let problem = built.fails().diagnostic("template-failed");
    assert!(
        problem.args.iter().any(|(_, value)| value.contains("count: unknown argument `knd`")),
        "{:?}",
        problem.args
    );
    let built = site().file("templates/page.html", "<p>{{ count(topic=\"nera\") }}").build();
    let problem = built.fails().diagnostic("template-failed");
    assert!(problem.args.iter().any(|(_, value)| value.contains("count: ")), "{:?}", problem.args);
}

#[test]
fn a_template_that_extends_nothing_is_told() {
    let built = site().file("templates/page.html", "{% extends \"nera.html\" %}").build();
    built.fails().codes(["template-missing"]);
    assert!(built.stderr().contains("templates/page.html:1:1"), "{}", built.stderr());
}

#[test]
fn a_broken_component_is_told_at_its_template() {
    let built = site()
        .file("templates/components/quote.html", "<p>{{ attrs.author.name.first }}</p>")
        .file(
            "content/pages/citata.md",
            "+++\ntitle = \"Citata\"\n+++\n\n:::quote author=\"Mokytoja\"\nTekstas.\n:::\n",
        )
        .build();
    built.fails().problem_at("template-failed", "templates/components/quote.html:1:20");
}

#[test]
fn a_component_of_the_site_is_known_to_bodies() {
    site()
        .file("templates/components/word.html", "<mark data-a=\"{{ attrs.a }}\">{{ body }}</mark>")
        .file("content/pages/zodis.md", "+++\ntitle = \"Žodis\"\n+++\n\n:::word a=\"<1>\"\nTekstas.\n:::\n")
        .build()
        .ok()
        .file("zodis/index.html")
        .contains("<mark data-a=\"&lt;1&gt;\"><p>Tekstas.</p>");
}

#[test]
fn a_site_overrides_a_template_a_message_and_a_static_file() {
    let built = site()
        .file("templates/page.html", "{% extends \"entry.html\" %}{% block kicker %}<p>MANO</p>{% endblock %}")
        .file("messages/lt.toml", "[nav]\nskip = \"Prie teksto\"\n")
        .file("static/style.css", "body { color: black }")
        .file("static/logo.svg", "<svg/>")
        .build();
    built.ok().file("apie/index.html").contains("<p>MANO</p>").shows("Prie teksto");
    built.file("style.css").contains("color: black");
    built.has_file("logo.svg").has_file("site.js");
}

#[test]
fn a_theme_overrides_one_file_and_the_site_overrides_the_theme() {
    let theme = |site: TestSite| {
        site.setting("theme = \"x\"")
            .file("themes/x/theme.toml", "name = \"x\"\napi = 2\n")
            .file("themes/x/templates/page.html", "<p>tema: {{ page.title }}</p>")
    };
    let built = theme(site()).build();
    built.ok().file("apie/index.html").contains("<p>tema: Apie</p>");
    built.file("temos/tema/index.html").contains("<html lang=\"lt\">");
    let built = theme(site()).file("templates/page.html", "<p>svetainė: {{ page.title }}</p>").build();
    built.ok().file("apie/index.html").contains("<p>svetainė: Apie</p>");
}

#[test]
fn a_theme_that_is_not_there_is_told_with_the_nearest() {
    let built = site().setting("theme = \"geltna\"").file("themes/geltona/theme.toml", "name = \"geltona\"\napi = 2\n");
    let built = built.build();
    let problem = built.fails().diagnostic("theme-unknown");
    assert!(problem.args.contains(&("suggestion", "geltona".to_owned())));
    built.problem_at("theme-unknown", "avilys.toml:1:9");
}

#[test]
fn a_theme_without_a_manifest_is_told_where_it_is_named() {
    let site = site().setting("title = \"A\"\ntheme = \"nera\"").file("themes/nera/templates/page.html", "<p></p>");
    let built = site.build();
    built.fails().problem_at("theme-without-manifest", "avilys.toml:2:9");
}

#[test]
fn a_template_without_the_blocks_of_the_one_that_it_replaces_is_told_once() {
    let built =
        site().file("templates/entry.html", "{% extends \"base.html\" %}{% block content %}A{% endblock %}").build();
    built.fails().codes(["template-lacks-blocks"]).problem_at("template-lacks-blocks", "templates/entry.html:1:1");
    let blocks = &built.problems[0].args[0].1;
    assert!(blocks.contains("facts") && blocks.contains(", "), "{blocks}");
    assert!(built.stderr().contains("{% block "), "{}", built.stderr());
}

#[test]
fn a_block_that_only_the_own_template_knows_is_told_there() {
    let built =
        site().file("templates/page.html", "{% extends \"entry.html\" %}\n{% block mano %}{% endblock %}").build();
    built.fails().codes(["template-syntax"]).problem_at("template-syntax", "templates/page.html:2:10");
    let own = site().file("templates/a.html", "{% block a %}{% endblock %}");
    let built = own.file("templates/page.html", "{% extends \"a.html\" %}\n{% block b %}{% endblock %}").build();
    built.fails().codes(["template-syntax"]).problem_at("template-syntax", "templates/page.html:2:10");
}

#[test]
fn a_template_of_the_site_that_lacks_blocks_of_a_theme_is_told() {
    let site = site().setting("theme = \"x\"").file("themes/x/theme.toml", "name = \"x\"\napi = 2\n");
    let site = site.file("themes/x/templates/a.html", "{% block a %}{% endblock %}{% block b %}{% endblock %}");
    let child = "{% extends \"a.html\" %}{% block a %}{% endblock %}{% block b %}{% endblock %}";
    let site = site.file("themes/x/templates/page.html", child).file("templates/a.html", "{% block a %}{% endblock %}");
    let built = site.build();
    built.fails().codes(["template-lacks-blocks"]).problem_at("template-lacks-blocks", "templates/a.html:1:1");
    assert!(built.problems[0].args.contains(&("blocks", "b".to_owned())));
}

#[test]
fn a_theme_for_another_contract_is_told() {
    let built = site().setting("theme = \"x\"").file("themes/x/theme.toml", "name = \"x\"\napi = 1\n").build();
    built.fails().problem_at("theme-api", "themes/x/theme.toml:2:7");
}

#[test]
fn a_body_cannot_call_the_template_language() {
    let body = "+++\ntitle = \"{{ site.title }}\"\n+++\n\n{{ page.title }} {% if x %} <script>alert(1)</script>\n";
    let built = TestSite::new().file("content/pages/apie.md", body).build();
    let page = built.file("apie/index.html");
    page.shows("{{ page.title }} {% if x %}").contains("<h1>{{ site.title }}</h1>").not_contains("alert(1)");
}

#[test]
fn a_template_that_nothing_uses_is_told_with_the_nearest() {
    let built = site().file("templates/practce.html", "{% extends \"base.html\" %}").build();
    built.codes(["template-unused"]).problem_at("template-unused", "templates/practce.html:1:1");
    assert!(built.in_language("en").contains("practice.html"), "{}", built.in_language("en"));
    let included = site().file("templates/own.html", "A").file("templates/page.html", "{% include \"own.html\" %}");
    included.build().ok();
    site().file("templates/components/own.html", "{% component own() %}A{% endcomponent own %}").build().ok();
}

#[test]
fn a_message_that_nothing_uses_is_told_with_the_nearest() {
    let built = site().file("messages/lt.toml", "[nav]\nskip = \"Peršokti\"\nmian = \"Meniu\"\n").build();
    built.codes(["message-unknown"]).problem_at("message-unknown", "messages/lt.toml:3:1");
    assert!(built.in_language("lt").contains("nav.main"), "{}", built.in_language("lt"));
    let own = site().file("messages/lt.toml", "[portal]\ngreeting = \"Labas\"\n");
    own.file("templates/page.html", "{{ words.portal.greeting }}").build().ok();
}

#[test]
fn a_pattern_that_no_file_fits_is_told() {
    let ignoring =
        |pattern: &str| site().file("content/laikini/a.txt", "x").setting(&format!("ignore = [\"{pattern}\"]"));
    let built = ignoring("content/laikinai/**").build();
    assert_eq!(built.diagnostic("pattern-idle").severity, avilys::diagnostics::Severity::Warning);
    for pattern in ["content/laikini/**", "**/*.txt", "content/laikini"] {
        assert!(
            ignoring(pattern).build().problems.iter().all(|problem| problem.code.name() != "pattern-idle"),
            "{pattern}"
        );
    }
}

#[test]
fn a_component_that_calls_itself_is_told_where_it_is_defined() {
    let quote = |calls: &str| {
        TestSite::new()
            .file("templates/own.html", format!("{{% component own.a() %}}\n{calls}{{% endcomponent own.a %}}\n{{% component own.b() %}}{{{{ <own.a /> }}}}{{% endcomponent own.b %}}"))
            .file("templates/components/quote.html", "{{ <own.b /> }}")
            .file("content/pages/a.md", "+++\ntitle = \"A\"\n+++\n:::quote\nB\n:::\n")
            .build()
    };
    quote("<b>A</b>").ok();
    quote("{{ <own.a /> }}")
        .fails()
        .codes(["template-recursion"])
        .problem_at("template-recursion", "templates/own.html:1:14");
    quote("{{ <own.b /> }}").fails().codes(["template-recursion"]);
    let ui = "{% component ui.icon(name: string) %}{{ <ui.icon name={name} /> }}{% endcomponent ui.icon %}";
    let themes = include_str!("../../themes/default/templates/ui.html");
    let own = themes.replace(
        &themes[themes.find("{% component ui.icon").unwrap()..themes.find("{%- endcomponent ui.icon %}").unwrap() + 27],
        ui,
    );
    let built = site().file("templates/ui.html", own).build();
    let place = built.fails().diagnostic("template-recursion").place.clone().unwrap();
    assert_eq!(place.source.path, "templates/ui.html");
}

#[test]
fn a_mistake_is_told_in_the_language_of_its_reader() {
    let site = || site().file("templates/page.html", "{% if page %}");
    let (_, run) = site().lang("lt").run(&["check"]);
    assert!(run.stderr.contains("šablonas baigiasi per anksti"), "{}", run.stderr);
    let (_, run) = site().lang("en").run(&["check"]);
    assert!(run.stderr.contains("Unexpected end of input"), "{}", run.stderr);
}
