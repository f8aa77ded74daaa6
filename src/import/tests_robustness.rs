//! No document makes a reader panic, and what is written is read by the portal's own parser.

use std::io::{Cursor, Write};
use std::path::Path;

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{docx, generators, html, markdown, odt, sheet, tidy, wordpress};

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Elements of some names in each other, with some attributes and texts.
fn elements(names: &'static [&'static str], attributes: &'static [&'static str]) -> impl Strategy<Value = String> {
    let text = prop_oneof![Just(String::new()), Just("žodis &amp; 1. ".to_owned()), Just("- ".to_owned())];
    text.prop_recursive(6, 40, 5, move |inner| {
        let open = (proptest::sample::select(names), proptest::sample::subsequence(attributes, 0..=1));
        (open, proptest::collection::vec(inner, 0..5)).prop_map(|((name, attributes), children)| {
            format!("<{name} {}>{}</{name}>", attributes.join(" "), children.concat())
        })
    })
}

const WORD: [&str; 24] = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:tcPr",
    "w:gridSpan",
    "w:vMerge",
    "w:pPr",
    "w:numPr",
    "w:numId",
    "w:ilvl",
    "w:sdt",
    "w:ins",
    "w:del",
    "w:fldChar",
    "w:instrText",
    "w:hyperlink",
    "w:sym",
    "w:pict",
    "w:txbxContent",
    "w:footnoteReference",
    "w:rPr",
];
const WORD_ATTRIBUTES: [&str; 8] = [
    "w:val=\"1\"",
    "w:val=\"99999999999999999999\"",
    "w:val=\"0\"",
    "w:id=\"1\"",
    "w:fldCharType=\"begin\"",
    "w:fldCharType=\"separate\"",
    "w:fldCharType=\"end\"",
    "w:char=\"F0FF\"",
];
const TEXT: [&str; 14] = [
    "text:p",
    "text:h",
    "text:span",
    "text:list",
    "text:list-item",
    "text:note",
    "text:note-body",
    "text:a",
    "text:s",
    "table:table",
    "table:table-row",
    "table:table-cell",
    "draw:frame",
    "draw:text-box",
];
const TEXT_ATTRIBUTES: [&str; 6] = [
    "text:start-value=\"18446744073709551615\"",
    "text:outline-level=\"300\"",
    "table:number-columns-repeated=\"99999999\"",
    "text:continue-numbering=\"true\"",
    "text:style-name=\"L1\"",
    "xml:id=\"a\"",
];
const HTML: [&str; 20] = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "b",
    "i",
    "a",
    "h1",
    "h3",
    "pre",
    "blockquote",
    "span",
    "sup",
    "article",
    "code",
    "img",
];
const HTML_ATTRIBUTES: [&str; 8] = [
    "start=18446744073709551615",
    "value=-1",
    "colspan=99999",
    "rowspan=99999",
    "href=\"https://a.lt/(\"",
    "src=..",
    "class=sdfootnoteanc",
    "id=sdfootnote9999",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_word_document_does_harm(body in elements(&WORD, &WORD_ATTRIBUTES)) {
        let document = format!("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>");
        let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"d.xml\"/></Relationships>";
        let mut read = docx::read(zipped(&[("_rels/.rels", relations), ("d.xml", &document)])).unwrap();
        tidy::tidy(&mut read);
        markdown::write(&read);
    }

    #[test]
    fn no_open_document_does_harm(body in elements(&TEXT, &TEXT_ATTRIBUTES)) {
        let names = ["office", "text", "table", "style", "drawing"];
        let names: String = names.map(|name| format!(" xmlns:{}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"", name.replace("drawing", "draw"))).concat();
        let content = format!("<office:document-content{names}><office:body><office:text>{body}</office:text></office:body></office:document-content>");
        let mut read = odt::read(zipped(&[("content.xml", &content)])).unwrap();
        tidy::tidy(&mut read);
        markdown::write(&read);
    }

    #[test]
    fn no_page_does_harm(body in elements(&HTML, &HTML_ATTRIBUTES), cut in 0_usize..400) {
        let cut = &body[..body.floor_char_boundary(cut.min(body.len()))];
        for page in [cut, &body] {
            let mut read = html::read(page, Path::new("/nowhere")).unwrap();
            tidy::tidy(&mut read);
            markdown::write(&read);
        }
    }

    #[test]
    fn no_text_does_harm(text in "(---\n|\\+\\+\\+\n|[a-ž:\\[\\]{}%\"',;=\n-]{0,9}){0,12}", bytes: Vec<u8>) {
        generators::read(&text, Path::new("2012-09-11-a.md")).ok();
        sheet::read_csv(text.as_bytes()).ok();
        sheet::read_csv(&bytes).ok();
        sheet::read_xlsx(bytes.clone()).ok();
        wordpress::read(&bytes).ok();
        docx::read(bytes.clone()).ok();
        odt::read(bytes).ok();
    }
}

#[test]
fn a_list_with_a_number_that_markdown_lacks_begins_with_one() {
    for (start, first) in [("18446744073709551615", "1. "), ("1000000000", "1. "), ("7", "7. ")] {
        let page = format!("<main><p>Tekstas</p><ol start={start}><li>vienas</li><li>du</li></ol></main>");
        let read = html::read(&page, Path::new("/nowhere")).unwrap();
        let written = markdown::write(&read);
        assert!(written.contains(&format!("{first}vienas")), "{start}: {written}");
    }
}
