//! Parts of templates: rendered once, put into each page with its own way to the root.

use crate::support::TestSite;

fn site() -> TestSite {
    TestSite::new().entry("pages/apie", "title = \"Apie\"").entry("topics/tema", "title = \"Tema\"")
}

#[test]
fn a_part_has_the_root_of_each_page_that_it_stands_on() {
    let part = "<a href=\"{{ root }}{{ site.home }}x\">{{ name_of }} {{ words.nav.skip }}</a>\n";
    let page = "{{ part(name=\"way\", name_of=\"A\") }}|{{ part(name=\"way\", name_of=\"<B>\") }}";
    let built = site()
        .file("templates/parts/way.html", part)
        .file("templates/page.html", page)
        .file("templates/topic.html", page)
        .file("templates/home.html", page)
        .build();
    let skip = "Pereiti prie turinio";
    let with = |root: &str| format!("<a href=\"{root}x\">A {skip}</a>|<a href=\"{root}x\">&lt;B&gt; {skip}</a>");
    built.file("index.html").is(&with("./"));
    built.file("apie/index.html").is(&with("../"));
    built.file("temos/tema/index.html").is(&with("../../"));
}

#[test]
fn a_part_for_each_element_sees_that_element() {
    let built = site()
        .entry("topics/kita", "title = \"Kita\"")
        .file("templates/parts/row.html", "<li>{{ mark }}{{ item.title }}</li>\n")
        .file(
            "templates/page.html",
            "{% set all = entries(kind=\"topic\", order=\"title\") %}{{ part(name=\"row\", each=all, mark=\"-\") }}\
             {{ part(name=\"row\", each=all | reverse, mark=\"+\") }}{{ part(name=\"row\", each=[], mark=\"-\") }}",
        )
        .build();
    built.file("apie/index.html").is("<li>-Kita</li><li>-Tema</li><li>+Tema</li><li>+Kita</li>");
}

/// Objects that a template makes anew for each page are told apart, also where one takes the place of another in memory.
#[test]
fn objects_of_different_pages_are_not_mixed_up() {
    let mut site = TestSite::new().file("templates/parts/row.html", "{{ item.a }} {{ list[0].b }}\n").file(
        "templates/page.html",
        "{% set own = {\"a\": page.title} %}{{ part(name=\"row\", each=[own], list=[{\"b\": page.title}]) }}",
    );
    for number in 0..40 {
        site = site.entry(&format!("pages/p{number}"), &format!("title = \"T{number}\""));
    }
    let built = site.build();
    for number in 0..40 {
        built.file(&format!("p{number}/index.html")).is(&format!("T{number} T{number}"));
    }
}

#[test]
fn a_mistake_in_a_part_is_told_where_it_stands() {
    let built = site()
        .file("templates/parts/bad.html", "<p>\n{{ page.title }}</p>")
        .file("templates/parts/outer.html", "{{ part(name=\"bad\") }}")
        .file("templates/page.html", "{{ part(name=\"outer\") }}")
        .build();
    built.fails().codes(["template-failed"]);
    built.problem_at("template-failed", "templates/parts/bad.html:2:4");
}

#[test]
fn a_wrong_call_is_told() {
    for (call, reason) in [
        ("part(name=\"nera\")", "there is no template `parts/nera.html`"),
        ("part(name=\"me\")", "`me` calls itself without end"),
        ("part(name=\"row\", each=1)", "`each` must be a list"),
        ("part(name=\"row\", each=[1])", "must be objects"),
    ] {
        let built = site()
            .file("templates/parts/me.html", "{{ part(name=\"me\") }}")
            .file("templates/parts/row.html", "x")
            .file("templates/page.html", format!("{{{{ {call} }}}}"))
            .build();
        let problem = built.fails().diagnostic("template-failed");
        assert!(problem.args.iter().any(|(_, value)| value.contains(reason)), "{call}: {:?}", problem.args);
    }
}
