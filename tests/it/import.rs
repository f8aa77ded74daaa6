//! `avilys import`: what of a document comes along, what is guessed and told, and that no file does harm.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Avilys, Folder, Run, TestSite, golden, repository};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn portal() -> Folder {
    TestSite::new()
        .entry(
            "schools/ausra",
            "title = \"Biržų „Aušros“ pagrindinė mokykla\"\ntype = \"mokykla\"\nmunicipality = \"birzu-r\"",
        )
        .entry("topics/skaitymas", "title = \"Skaitymas\"")
        .folder()
}

fn import(folder: &Folder, arguments: &[&str]) -> Run {
    Avilys::new().lang("en").within(folder.path()).run(&[&["import"], arguments].concat())
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document of some paragraphs, its main part not where most programs put it.
fn word(body: &str, others: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let document = format!("<x:document xmlns:x=\"{WORD}\" xmlns:r=\"{RELATIONS}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:v=\"urn:schemas-microsoft-com:vml\"><x:body>{body}</x:body></x:document>").replace("<w:", "<x:").replace("</w:", "</x:").replace(" w:", " x:");
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"/text/main2.xml\"/></Relationships>"
    );
    let relation = |(name, sort): (&str, &str)| {
        format!("<Relationship Id=\"{name}\" Type=\"{RELATIONS}/{sort}\" Target=\"{name}\"/>")
    };
    let relations = others.iter().map(|(name, sort, _)| relation((name, sort))).collect::<Vec<_>>().concat();
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}<Relationship Id=\"web\" Type=\"{RELATIONS}/hyperlink\" Target=\"https://example.lt/a b\" TargetMode=\"External\"/></Relationships>"
    );
    let mut parts: Vec<(String, &[u8])> = vec![
        ("_rels/.rels".into(), root.as_bytes()),
        ("text/main2.xml".into(), document.as_bytes()),
        ("text/_rels/main2.xml.rels".into(), relations.as_bytes()),
    ];
    parts.extend(others.iter().map(|(name, _, bytes)| (format!("text/{name}"), *bytes)));
    zipped(&parts.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect::<Vec<_>>())
}

fn styles() -> Vec<u8> {
    format!(
        "<w:styles xmlns:w=\"{WORD}\"><w:style w:type=\"paragraph\" w:styleId=\"Antrat1\"><w:name w:val=\"heading 1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Mano\"><w:name w:val=\"Mano antraštė\"/><w:basedOn w:val=\"Antrat1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Ratas\"><w:name w:val=\"ratas\"/><w:basedOn w:val=\"Ratas\"/></w:style></w:styles>"
    )
    .into_bytes()
}

fn numbering() -> Vec<u8> {
    let level = "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"lowerLetter\"/></w:lvl>";
    format!(
        "<w:numbering xmlns:w=\"{WORD}\"><w:abstractNum w:abstractNumId=\"7\">{level}</w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num>\
        <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>"
    )
    .into_bytes()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(num: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn a_document_comes_in_whole_from_either_program() {
    for ending in ["docx", "odt"] {
        let folder = portal();
        let name = format!("skaitymas.{ending}");
        folder.put(&name, std::fs::read(repository().join("tests/data/import").join(&name)).unwrap());
        let run = import(&folder, &[&name]);
        golden::text(&format!("import/{ending}.txt"), &run.ok().stdout);
        let path = "content/news/skaitymo-rytai-birzu-ausros-pagrindineje-mokykloje";
        golden::text("import/skaitymas.md", &folder.text(&format!("{path}/index.md")));
        assert!(folder.tree(path)["image1.png"].starts_with(b"\x89PNG"));
        let check = Avilys::new().lang("en").within(folder.path()).run(&["check", "--drafts"]);
        check.code(0).complains("No problems found.");
    }
}

#[test]
fn importing_twice_changes_nothing_and_nothing_is_overwritten() {
    let folder = portal();
    let file = word(&[paragraph("Rytai"), paragraph("Tekstas.")].concat(), &[]);
    folder.put("docs/a.docx", &file);
    folder.put("docs/b.docx", &file);
    folder.put("docs/~$a.docx", "Word has it open");
    import(&folder, &["docs", "--dry-run"]).ok().says("Would be imported: 2");
    assert!(!folder.exists("content/news"));
    import(&folder, &["docs", "--into", "2026"]).ok().says("Imported: 2");
    let before = folder.tree("content");
    assert!(before.contains_key("news/2026/rytai.md") && before.contains_key("news/2026/rytai-2.md"));
    import(&folder, &["docs", "--into", "2026"]).ok().says("left as they are: 2").says("nothing changed");
    folder.put("content/news/2026/rytai.md", "+++\ntitle = \"Rytai\"\ndate = 2026-01-01\n+++\nMine.\n");
    import(&folder, &["docs/a.docx", "--into", "2026"]).ok().says("there is such an entry already");
    // The id is taken in another folder as well.
    import(&folder, &["docs/a.docx"]).ok().says("there is such an entry already");
    assert!(folder.text("content/news/2026/rytai.md").ends_with("Mine.\n"));
    assert_eq!(folder.tree("content").len(), before.len());
}

/// The body of the entry that a Word document makes.
fn body(content: &str, others: &[(&str, &str, &[u8])]) -> (String, String) {
    let folder = portal();
    folder.put("a.docx", word(&format!("{}{content}", paragraph("Pavadinimas")), others));
    let run = import(&folder, &["a.docx"]);
    run.code(0);
    let path = if folder.exists("content/news/pavadinimas.md") { "pavadinimas.md" } else { "pavadinimas/index.md" };
    let text = folder.text(&format!("content/news/{path}"));
    (text.split("+++\n\n").nth(1).unwrap_or_default().trim_end().to_owned(), run.stdout)
}

#[test]
fn headings_are_known_by_the_names_of_their_styles() {
    let heading = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let content = [heading("Antrat1", "Viena"), heading("Mano", "Kita"), heading("Ratas", "Ne")].concat();
    let (text, report) = body(&content, &[("styles.xml", "styles", &styles())]);
    assert_eq!(text, "## Viena\n\n## Kita\n\n**Ne**");
    assert!(report.contains("a bold line was left a paragraph"), "{report}");
}

#[test]
fn lists_go_on_by_their_abstract_list() {
    let content = [
        item(1, 0, "a"),
        item(1, 1, "aa"),
        item(1, 1, "ab"),
        item(1, 0, "b"),
        paragraph("Tarp."),
        item(2, 0, "c"),
        item(3, 0, "d"),
        item(3, 0, "e"),
    ]
    .concat();
    let (text, report) = body(&content, &[("numbering.xml", "numbering", &numbering())]);
    assert_eq!(text, "1. a\n   1. aa\n   2. ab\n2. b\n\nTarp.\n\n3. c\n\n1) d\n2) e");
    assert!(report.contains("letters or Roman numbers"), "{report}");
}

#[test]
fn runs_fields_changes_and_boxes_are_read_as_they_are_seen() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            run(result)
        )
    };
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>");
    let boxed = paragraph("dėžutė");
    let content = format!(
        "<w:p>{}{}{}<w:ins><w:r><w:t>ĮTERPTA</w:t></w:r></w:ins><w:del><w:r><w:delText>ištrinta</w:delText></w:r></w:del> \
        {}{}{}<w:hyperlink r:id=\"web\">{}</w:hyperlink><w:r><w:br/><w:t>nauja</w:t><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>slapta</w:t></w:r>\
        <mc:AlternateContent><mc:Choice><w:r><w:pict><w:txbxContent>{boxed}</w:txbxContent></w:pict></w:r></mc:Choice><mc:Fallback><w:r><w:pict><w:txbxContent>{boxed}</w:txbxContent></w:pict></w:r></mc:Fallback></mc:AlternateContent></w:p>",
        bold("Svar"),
        bold("bu "),
        run("tai. "),
        field("HYPERLINK \"https://a.lt/\"", "nuoroda"),
        field(" PAGE ", "7"),
        run(" ir "),
        run("kita"),
    );
    let (text, report) = body(&content, &[]);
    assert_eq!(
        text,
        "**Svarbu** tai. ĮTERPTA[nuoroda](https://a.lt/) ir [kita](https://example.lt/a%20b)\\\nnauja\u{2011}✓\n\ndėžutė"
    );
    for told in ["tracked changes", "hidden text was left out (1): slapta", "a text box"] {
        assert!(report.contains(told), "{told}:\n{report}");
    }
}

#[test]
fn pictures_get_names_of_ours() {
    let png = b"\x89PNG\r\n\x1a\n....";
    let picture = |id: &str| {
        format!(
            "<w:p><w:r><w:pict><v:shape alt=\"Kas matyti\"><v:imagedata r:id=\"{id}\"/></v:shape></w:pict></w:r></w:p>"
        )
    };
    let content = [picture("../../../etc/x.sh"), picture("a.emf")].concat();
    let others: [(&str, &str, &[u8]); 2] = [("../../../etc/x.sh", "image", png), ("a.emf", "image", b"\x01\0\0\0")];
    let folder = portal();
    let parts = [paragraph("Pavadinimas"), content].concat();
    folder.put("a.docx", word(&parts, &others));
    let run = import(&folder, &["a.docx"]);
    // A name that leads out of the archive names nothing.
    run.code(0).says("a picture was left out: browsers do not show its format (1): a.emf");
    assert!(!folder.exists("etc") && folder.tree("content/news").keys().all(|path| !path.contains("..")));
}

#[test]
fn a_file_that_does_harm_is_refused_in_words() {
    let deep = format!("{}{}", "<w:sdt><w:sdtContent>".repeat(200), "</w:sdtContent></w:sdt>".repeat(200));
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"ha\">]><a>&a;</a>";
    let bomb = vec![b' '; 70 * 1024 * 1024];
    let many: Vec<(String, &[u8])> = (0..5001).map(|at| (format!("{at}"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let mut cut = word(&paragraph("A"), &[]);
    cut.truncate(cut.len() / 2);
    let cases: [(&str, Vec<u8>, &str); 11] = [
        ("deep.html", "<div>".repeat(100_000).into_bytes(), "import-too-large"),
        ("deep.docx", word(&deep, &[]), "import-too-large"),
        ("laughs.docx", zipped(&[("_rels/.rels", laughs.as_bytes())]), "import-doctype"),
        ("laughs.odt", zipped(&[("content.xml", laughs.as_bytes())]), "import-doctype"),
        ("bomb.docx", word("", &[("styles.xml", "styles", &bomb)]), "import-too-large"),
        ("many.odt", zipped(&many), "import-too-large"),
        ("cut.docx", cut, "import-broken"),
        ("empty.odt", Vec::new(), "import-broken"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "import-old-format"),
        ("sheet.docx", zipped(&[("a", b"b")]), "import-not-a-document"),
        ("a.txt", b"text".to_vec(), "import-format"),
    ];
    let folder = portal();
    let before = folder.tree("content");
    for (name, bytes, code) in cases {
        folder.put(name, bytes);
        for language in ["lt", "en"] {
            let run = Avilys::new().lang(language).within(folder.path()).run(&["import", name]);
            run.code(1).complains(code).complains(name);
        }
    }
    assert_eq!(folder.tree("content"), before);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = portal();
    folder.put("docs/a.docx", "no zip");
    folder.put("docs/b.docx", word(&paragraph("Rytai"), &[]));
    import(&folder, &["docs"]).code(1).complains("import-broken").says("Imported: 1");
    assert!(folder.exists("content/news/rytai.md"));
    import(&folder, &["missing.docx"]).code(1).complains("unreadable");
    folder.put("nothing/a.txt", "");
    import(&folder, &["nothing"]).code(2).complains("import-nothing");
    import(&folder, &["docs", "--into", "../.."]).code(2).complains("cli-value");
    import(&folder, &["docs", "--kind", "letter"]).code(2).complains("kind-unknown");
}

const PAGE: &str = r##"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Skaitymo rytai | Aušros mokykla</title><style>p { color: red }</style></head>
<body><div id="header"><a href="/">Mokykla</a></div><nav><ul><li><a href="/naujienos">Meniu punktas</a></li></ul></nav>
<div id="content"><h1>Skaitymo <i>rytai</i></h1>
<p>Kasdien <b>skaitome </b>knygas: x<sup>2</sup>, H<sub>2</sub>O, <del>sena</del> ir&nbsp;<a href="https://a.lt/?a=1&amp;b=2">nuoroda</a>, <a href="/vidine">vidinė</a>.<br>Nauja eilutė.
<ul><li>Viena<ol start="3"><li>trečia<li value="7">septinta</ol></li><ul><li>įdėta</li></ul><li><p>Dvi</p><p>pastraipos</p></ul>
<table><caption>Kada</caption><thead><tr><th>Klasė<th>Kas | kada</tr></thead><tr><td rowspan="2">5a<td>Rytais<tr><td>Vakarais</table>
<table><tr><td>Uždavinys<td><ul><li>a<li>b</ul></table>
<pre>kodas *
</pre><hr><blockquote>Citata</blockquote>
<p class="MsoListParagraph"><span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>pirmas</p><p class="MsoListParagraph">·  antras</p>
<p><span style="font-weight: bold">Storai</span> <span style="display: none">slapta</span><img src="foto%201.png" alt="Mokiniai"><img src="../secret.png"><img src="https://b.lt/c.png"></p>
<p>Išnaša<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>.</p><div id="sdfootnote1"><p><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>Išnašos tekstas.</p></div>
<iframe src="https://c.lt/video"></iframe><script>alert(1)</script></div><footer>Telefonas</footer></body></html>"##;

#[test]
fn the_main_part_of_a_page_comes_in() {
    let folder = portal();
    folder.put("site/a.html", PAGE);
    folder.put("site/foto 1.png", b"\x89PNG\r\n\x1a\n....");
    folder.put("secret.png", b"\x89PNG\r\n\x1a\nsecret");
    let run = import(&folder, &["site/a.html", "--kind", "page"]);
    golden::text("import/html.txt", &run.ok().stdout);
    golden::text("import/html.md", &folder.text("content/pages/skaitymo-rytai/index.md"));
    let tree = folder.tree("content/pages/skaitymo-rytai");
    assert_eq!(tree.keys().collect::<Vec<_>>(), ["image1.png", "index.md"]);
    Avilys::new().lang("en").within(folder.path()).run(&["check", "--drafts"]).code(0).complains("No problems found.");
}

#[test]
fn pages_of_any_making_are_read() {
    let folder = portal();
    let deep = format!("<h1>Gilus</h1>{}tekstas", "<div>".repeat(1000));
    let old = b"<html><title>\xd0iaul\xeb</title><body><p>\xc0\xfeuolas, kuris auga.</body>";
    let list = "<title>Du</title><article><p>Pirmas.</article><article><p>Antras.</article>";
    for (name, page, id, text) in [
        ("deep.html", deep.as_bytes(), "gilus", "tekstas"),
        ("old.htm", old, "siaule", "Ąžuolas, kuris auga."),
        ("list.html", list.as_bytes(), "du", "Pirmas.\n\nAntras."),
        ("empty.html", b"", "empty", "+++\n\n"),
        ("frame.html", b"<frameset><frame src=a></frameset>", "frame", "+++\n\n"),
    ] {
        folder.put(name, page);
        import(&folder, &[name]).code(0);
        let entry = folder.text(&format!("content/news/{id}.md"));
        assert!(entry.contains(text), "{name}: {entry}");
    }
}

#[test]
fn pages_of_another_generator_keep_what_they_say() {
    let folder = portal();
    folder.put(
        "old/content/posts/rytai/index.md",
        "---\r\ntitle: \"Rytai: skaitome\"\r\ndate: 2012-10-19T08:00:00Z\r\ndraft: false\r\ntags: [skaitymas, Kita]\r\nurl: /2012/rytai.html\r\n\
        description: |\r\n  Apie\r\n  rytus.\r\ntoc: true\r\n---\r\n## Kaip\r\n\r\n![Kas](foto.png) {{< youtube abc >}}\r\n",
    );
    folder.put("old/content/posts/rytai/foto.png", b"\x89PNG\r\n\x1a\n....");
    folder.put("old/content/posts/_index.md", "---\ntitle: Įrašai\n---\n");
    folder.put("old/_posts/2013-02-03-senas.md", "---\nlayout: post\n---\nTekstas.\n");
    folder.put("old/content/bad.md", "---\ntitle: Pamoka: kaip\n---\n");
    let run = import(&folder, &["old"]);
    run.code(1).complains("import-front-matter").complains("line 2").says("Imported: 2");
    run.says("{{< youtube abc >}}").says("(1): Kita").says("(1): toc");
    let entry = folder.text("content/news/rytai-skaitome/index.md");
    let expected = "+++\ntitle = \"Rytai: skaitome\"\nsummary = \"Apie rytus.\"\ndate = 2012-10-19\ntopics = [\"skaitymas\"]\n\
        aliases = [\"/2012/rytai.html\"]\nstatus = \"draft\"\n+++\n\n## Kaip\n\n![Kas](foto.png) {{< youtube abc >}}\n";
    assert_eq!(entry, expected);
    assert!(folder.exists("content/news/rytai-skaitome/foto.png"));
    assert!(folder.text("content/news/senas.md").contains("date = 2013-02-03\n"));
    Avilys::new().lang("en").within(folder.path()).run(&["check", "--drafts"]).code(0);
}

#[test]
fn links_between_the_pages_of_another_generator_lead_to_what_they_became() {
    let folder = portal();
    folder.put("old/static/img/foto nr.png", b"\x89PNG\r\n\x1a\n....");
    folder.put("old/content/kursai/_index.md", "---\ntitle: Kursai\n---\nApie kursus.\n");
    folder.put(
        "old/content/kursai/pirmas.md",
        "---\ntitle: Pirmas kursas\naliases: [/senas/, /bendras/]\n---\n## Kam skirta?\n\nTekstas.\n",
    );
    folder.put(
        "old/_posts/2013-02-03-zinia.md",
        "---\ntitle: Žinia\naliases: /bendras/\n---\nŽr. [čia](#kam) ir [čia](#dalis).\n\n## Dalis\n",
    );
    folder.put(
        "old/content/rodykle.md",
        "---\ntitle: Rodyklė\n---\n[1](kursai/pirmas.md) [2](/kursai/pirmas/#kam-skirta) [3](../kursai/) [4]({{< ref \"kursai/pirmas\" >}}) [5][d]\n\
         [6]({% post_url 2013-02-03-zinia %}) [7]({{ '/senas/' | relative_url }}) [8](/nera/) [9](irc://x) [10](https://x.lt/a)\n\
         <a href=\"/2013/02/03/zinia/\">11</a> <a href=\"/nera/\">12</a> [13](/kursai/pirmas/#nera)\n\n\
         ![Foto](/img/foto%20nr.png) ![Be failo](/img/nera.png) `[x](/nera/)`\n\n[d]: /kursai/pirmas.html\n",
    );
    let run = import(&folder, &["old/content", "old/_posts", "--kind", "page"]);
    run.code(0).says("Imported: 4").says("/nera/").says("irc://x").says("/img/nera.png").says("/bendras/");
    let text = folder.text("content/pages/rodykle/index.md");
    let body = text.split("+++\n\n").nth(1).unwrap();
    assert_eq!(
        body,
        "[1](page:pirmas-kursas) [2](page:pirmas-kursas#kam-skirta) [3](page:kursai) [4](page:pirmas-kursas) [5](page:pirmas-kursas)\n\
         [6](page:zinia) [7](page:pirmas-kursas) 8 9 [10](https://x.lt/a)\n\
         <a href=\"page:zinia\">11</a> <a>12</a> [13](page:pirmas-kursas)\n\n\
         ![Foto](<foto nr.png>) Be failo `[x](/nera/)`\n\n[d]: /kursai/pirmas.html\n"
    );
    assert!(folder.text("content/pages/zinia.md").contains("Žr. čia ir [čia](#dalis)."));
    assert!(folder.text("content/pages/pirmas-kursas.md").contains("aliases = [\"/senas/\"]\n"));
    Avilys::new().lang("en").within(folder.path()).run(&["build", "--drafts"]).code(0);
    assert!(folder.exists("public/rodykle/foto nr.png") && folder.exists("public/kursai/index.html"));
    import(&folder, &["old/content", "old/_posts", "--kind", "page"]).code(0).says("left as they are: 4");
}

#[test]
fn rows_of_a_table_become_entries() {
    let table = "Pavadinimas;Mokyklos tipas;Savivaldybė;Mokinių skaičius;Interneto svetainė;Pastaba;Apie\n\
        Žemynos gimnazija;gimnazija;Vilniaus m. sav.;1 024;https://example.lt/;x;\"Pirma eilutė.\n- Antra.\"\n\
        ;progimnazija;;;;;\n\
        Aušros mokykla;pradinė;Rygos;apie 40;www.example.lt;;\n";
    let folder = portal();
    folder.put("mokyklos.csv", table);
    let map = "Mokinių skaičius=pupils,Mokyklos tipas=type,Interneto svetainė=website,Apie=body";
    let arguments = ["mokyklos.csv", "--kind", "school", "--map", map];
    let dry = import(&folder, &[&arguments[..], &["--dry-run"]].concat());
    golden::text("import/csv.txt", &format!("{}{}", dry.code(0).stdout, dry.stderr));
    assert!(!folder.exists("content/schools/zemynos-gimnazija.md"));
    import(&folder, &arguments).code(0).says("Imported: 2");
    assert_eq!(
        folder.text("content/schools/zemynos-gimnazija.md"),
        "+++\ntitle = \"Žemynos gimnazija\"\ntype = \"gimnazija\"\nmunicipality = \"vilniaus-m\"\npupils = 1024\n\
        website = \"https://example.lt/\"\nstatus = \"draft\"\n+++\n\nPirma eilutė.\n\n\\- Antra.\n"
    );
    import(&folder, &arguments).code(0).says("left as they are: 2");
    import(&folder, &["mokyklos.csv", "--kind", "school", "--map", "Apie=bodi"]).code(2).complains("did you mean");
    import(&folder, &["mokyklos.csv", "--map", "Apie"]).code(2).complains("cli-value");
}

fn workbook(cells: &str) -> Vec<u8> {
    const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |sort: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/{sort}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{SHEETS}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{SHEETS}\"><sheetData>{cells}</sheetData></worksheet>");
    zipped(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn a_workbook_is_read_cell_by_cell() {
    let text = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let first = format!("<row r=\"1\">{}{}</row>", text("A1", "title"), text("C1", "pupils"));
    let rows = format!("{first}<row r=\"7\">{}<c r=\"C7\"><v>512</v></c></row>", text("A7", "Tolima"));
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let folder = portal();
    folder.put("a.xlsx", workbook(&format!("{rows}{far}")));
    import(&folder, &["a.xlsx", "--kind", "school"]).code(0).complains("row 1048576 has no title");
    assert!(folder.text("content/schools/tolima.md").contains("pupils = 512\n"));
    let bomb = zipped(&[("xl/sharedStrings.xml", &vec![b' '; 70 * 1024 * 1024])]);
    for (name, bytes, code) in [
        ("bomb.xlsx", bomb, "import-too-large"),
        ("broken.xlsx", b"PK no".to_vec(), "import-broken"),
        ("none.xlsx", zipped(&[("a", b"b")]), "import-broken"),
        ("many.csv", "a\n".repeat(100_001).into_bytes(), "import-too-large"),
        ("old.xls", Vec::new(), "save it as .xlsx or .csv"),
    ] {
        folder.put(name, bytes);
        import(&folder, &[name]).code(1).complains(code);
    }
}

#[test]
fn an_export_of_wordpress_is_posts_and_pages() {
    let item = |sort: &str, title: &str, body: &str| {
        format!(
            "<item><title>{title}</title><link>https://a.lt/{sort}/{title}/</link><content:encoded><![CDATA[{body}]]></content:encoded><wp:post_date>2012-09-11 08:00:00</wp:post_date><wp:post_type>{sort}</wp:post_type><wp:status>publish</wp:status></item>"
        )
    };
    let items = [
        item("post", "Rytai", "Viena.\n\n<b>Kita</b>."),
        item("page", "Apie", "<p>Mes.</p>"),
        item("attachment", "x", ""),
    ];
    let export = format!(
        "<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><wp:wxr_version>1.2</wp:wxr_version>{}</channel></rss>",
        items.concat()
    );
    let folder = portal();
    folder.put("export.xml", export);
    import(&folder, &["export.xml"])
        .code(0)
        .says("Imported: 2")
        .complains("items of the type “attachment” were left out (1)");
    let post = folder.text("content/news/rytai.md");
    assert!(post.contains("aliases = [\"/post/Rytai/\"]") && post.ends_with("Viena.\n\n**Kita**.\n"), "{post}");
    assert!(folder.text("content/pages/apie.md").ends_with("Mes.\n"));
    Avilys::new().lang("en").within(folder.path()).run(&["check", "--drafts"]).code(0);
    folder.put("other.xml", "<feed/>");
    import(&folder, &["other.xml"]).code(1).complains("import-not-a-document");
}

// Other systems have no such names of files.
#[cfg(unix)]
#[test]
fn nothing_of_a_document_reaches_the_terminal_or_ends_a_comment() {
    let folder = portal();
    let name = "a\nb\u{7}.html";
    folder.put(name, "<p>Tekstas, kuris baigiasi tašku.<p hidden>\u{1b}[2J slapta");
    let run = import(&folder, &[name]);
    assert!(!run.code(0).stdout.contains('\u{1b}'), "{}", run.stdout);
    assert!(folder.text("content/news/a-b.md").contains("\ntitle = \"a b\"  # guessed, please check: a b\nstatus"));
    folder.put("a.csv", "title,x\u{1b}[2J\nA,b\n");
    assert!(!import(&folder, &["a.csv"]).code(0).stderr.contains('\u{1b}'));
}
