//! What a reader may rely on, one sentence a test.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Failure, How, Index, Query, Sort, Validity};
use crate::search::{
    Document, Edition, File, Missing,
    files::pack::{Packed, inflate},
    testing::{Site, document, facet, filed, query, reader, titles},
};

fn site(documents: &[(&str, &str)]) -> Site {
    Site::new(documents.iter().map(|(title, body)| document(title, body)).collect())
}

#[test]
fn a_word_is_found_in_any_inflection() {
    let site = site(&[("A", "Mokyklos taryba"), ("B", "Miško takas")]);
    for text in ["mokykla ", "mokyklose ", "MOKYKLŲ ", "mokyklomis "] {
        assert_eq!(site.titles(text), ["A"], "{text}");
    }
}

#[test]
fn a_query_needs_no_diacritics_and_may_have_them() {
    let site = site(&[("A", "Veiklos įsivertinimas"), ("B", "Miško takas")]);
    assert_eq!(site.titles("isivertinimas "), ["A"]);
    assert_eq!(site.titles("įsivertinimas "), ["A"]);
}

#[test]
fn the_exact_form_stands_before_other_forms_of_the_stem() {
    let site = site(&[("A", "naujas projektas"), ("B", "naujo projekto")]);
    assert_eq!(site.titles("projekto "), ["B", "A"]);
    assert_eq!(site.titles("projektas "), ["A", "B"]);
}

#[test]
fn the_form_with_its_diacritics_stands_before_the_one_without() {
    let site = site(&[("A", "saltis"), ("B", "šaltis")]);
    assert_eq!(site.titles("šaltis "), ["B", "A"]);
    assert_eq!(site.titles("saltis "), ["A", "B"]);
}

#[test]
fn a_typo_in_the_first_letter_is_forgiven() {
    let site = site(&[("A", "mokinių vertinimas"), ("B", "miško takas")]);
    let found = site.ask(&query("certinimas "));
    assert_eq!(titles(&found), ["A"]);
    assert_eq!(found.corrections().collect::<Vec<_>>(), [("certinimas", &["vertinimas".to_owned()][..])]);
}

#[test]
fn a_letter_too_many_too_few_another_or_two_exchanged_are_one_typo() {
    let site = site(&[("A", "metodika"), ("B", "miško takas")]);
    for text in ["metoddika ", "metdika ", "mitodika ", "emtodika ", "metoidka ", "etodika ", "mmetodika "] {
        assert_eq!(site.titles(text), ["A"], "{text}");
    }
}

#[test]
fn two_typos_are_forgiven_in_long_words_only() {
    let site = site(&[("A", "bendradarbiavimas"), ("B", "metodika")]);
    assert_eq!(site.titles("bendardarbavimas "), ["A"]);
    assert_eq!(site.titles("mitidika "), ["B"]);
    assert_eq!(site.titles("mitudica "), [""; 0]);
}

#[test]
fn short_words_and_numbers_are_never_taken_for_typos() {
    let site = site(&[("A", "KTU planas 2024")]);
    assert_eq!(site.titles("ktv "), [""; 0]);
    assert_eq!(site.titles("2025 "), [""; 0]);
}

#[test]
fn a_mistyped_document_stands_behind_one_without_mistakes() {
    let site = site(&[("A", "mintis mintis mintis mintis"), ("B", "rimtis apie viską ir dar daugiau")]);
    assert_eq!(site.titles("rimtis ").first().map(String::as_str), Some("B"));
}

#[test]
fn a_derived_word_is_found_where_nothing_resembles_it_more() {
    let site = site(&[("A", "Lyderystės kursai"), ("B", "Miško takas")]);
    assert_eq!(site.titles("lyderiauti "), ["A"]);
}

#[test]
fn only_the_last_word_is_completed_and_only_while_it_is_typed() {
    let site = site(&[("A", "bendruomenės pažanga"), ("B", "miško takas")]);
    assert_eq!(site.titles("bendr"), ["A"]);
    assert_eq!(site.titles("bendr "), [""; 0]);
    let found = site.ask(&query("bendr pažang"));
    assert_eq!(found.terms.iter().map(|term| term.how).collect::<Vec<_>>(), [How::None, How::Exact]);
}

#[test]
fn a_word_that_is_finished_within_its_ending_is_completed() {
    let site = site(&[("A", "daug užduočių"), ("B", "miško takas")]);
    for end in 3..=7 {
        let text: String = "užduoči".chars().take(end).collect();
        assert_eq!(site.titles(&text), ["A"], "{text}");
    }
}

#[test]
fn documents_with_all_words_stand_before_those_with_fewer() {
    let site = site(&[("A", "knyga"), ("B", "knyga sode"), ("C", "knyga sode pievoje"), ("D", "miškas")]);
    let found = site.ask(&query("pieva sodas knyga "));
    assert_eq!(titles(&found), ["C", "B", "A"]);
    assert_eq!((found.total, found.complete), (3, 1));
}

#[test]
fn documents_with_fewer_words_are_left_out_when_there_are_enough_with_all() {
    let mut documents = vec![document("Vienas", "knyga")];
    documents.extend((0..10).map(|number| document(&format!("{number}"), "knyga sode")));
    let site = Site::new(documents);
    assert_eq!(site.ask(&query("knyga sodas ")).total, 10);
}

#[test]
fn of_equal_documents_the_newer_stands_first() {
    let site = site(&[("Knyga A", "sodas"), ("Knyga B", "sodas"), ("Knyga C", "sodas")]);
    assert_eq!(site.titles("sodas knyga "), ["Knyga A", "Knyga B", "Knyga C"]);
}

#[test]
fn a_word_counts_most_in_the_title_then_in_names_headings_and_body() {
    let plain = |title: &str| document(title, "Miško takas ir upė");
    let mut documents: Vec<Document> = ["Body", "Heading", "Name"].into_iter().map(plain).collect();
    documents[0].body = "Miško takas ir sodas".to_owned();
    documents[1].headings = vec!["Sodas".to_owned()];
    documents[2].names = vec!["Sodas".to_owned()];
    documents.push(plain("Sodas"));
    assert_eq!(Site::new(documents).titles("sodas "), ["Sodas", "Name", "Heading", "Body"]);
}

#[test]
fn a_phrase_is_found_where_its_words_stand_side_by_side() {
    let site = site(&[("A", "geroji mokytojų patirtis"), ("B", "geroji patirtis mokykloje"), ("C", "patirtis geroji")]);
    assert_eq!(site.titles("„geroji patirtis“"), ["B"]);
    assert_eq!(site.titles("\"gerosios patirties\""), ["B"]);
    assert_eq!(site.titles("geroji patirtis ").len(), 3);
}

#[test]
fn a_phrase_does_not_cross_the_border_of_a_field_or_a_block() {
    let mut crossing = document("Sodo", "knyga\nupės krantas");
    crossing.names = vec!["miško".to_owned(), "tako".to_owned()];
    let found = |text: &str| Site::new(vec![crossing.clone()]).ask(&query(text));
    for text in ["„sodo knyga“", "„knyga upės“", "„miško tako“", "„tako knyga“"] {
        assert!(found(text).relaxed, "{text}");
    }
    assert!(!found("„upės krantas“").relaxed);
}

#[test]
fn a_phrase_that_no_document_holds_is_read_as_mere_words() {
    let site = site(&[("A", "sodas prie upės"), ("B", "miško takas")]);
    let found = site.ask(&query("„upės sodas“"));
    assert!(found.relaxed);
    assert_eq!(titles(&found), ["A"]);
}

#[test]
fn function_words_are_looked_for_in_phrases_only() {
    let site = site(&[("A", "tėvai ir vaikai"), ("B", "tėvai vaikai"), ("C", "ir taip, ir ne")]);
    assert_eq!(site.titles("„tėvai ir vaikai“"), ["A"]);
    assert_eq!(site.titles("tėvai ir vaikai ").len(), 2);
}

#[test]
fn a_school_is_found_by_its_name_in_quotes() {
    let mut school = document("A", "Miško takas");
    school.names = vec!["Pavyzdžių „Aušros“ pagrindinė mokykla".to_owned()];
    let mut other = document("B", "aušros žvaigždė ir mokykla");
    other.names = vec!["Pavyzdžių gimnazija".to_owned()];
    let site = Site::new(vec![other, school]);
    for text in ["„Aušros“ pagrindinė mokykla", "„Aušros pagrindinė mokykla“", "pavyzdziu ausros mokykla"] {
        assert_eq!(site.titles(text).first().map(String::as_str), Some("A"), "{text}");
    }
}

#[test]
fn an_abbreviation_that_a_text_explains_finds_the_full_name_and_back() {
    let explained = ("A", "Kauno suaugusiųjų mokymo centras (KSMC) kviečia");
    let site = site(&[
        explained,
        ("B", "Susitikimas: Kauno suaugusiųjų mokymo centre"),
        ("C", "KSMC naujienos"),
        ("D", "Kaunas"),
    ]);
    let sorted = |text: &str| {
        let mut titles = site.titles(text);
        titles.sort();
        titles
    };
    assert_eq!(sorted("ksmc "), ["A", "B", "C"]);
    assert_eq!(sorted("suaugusiųjų centras "), ["A", "B", "C"]);
    assert_eq!(site.titles("ksmc ").last().map(String::as_str), Some("B"), "what stands there counts more");
}

#[test]
fn given_names_of_one_thing_find_each_other() {
    let mut site = site(&[("A", "Nacionalinė švietimo agentūra"), ("B", "Švietimas"), ("C", "NŠA")]);
    site.input.synonyms = vec![vec!["Nacionalinė švietimo agentūra".to_owned(), "NŠA".to_owned()]];
    assert_eq!(site.titles("nša "), ["C", "A"]);
    assert_eq!(site.titles("nacionalinė agentūra ").len(), 2);
}

#[test]
fn a_span_of_years_is_two_numbers() {
    let site = site(&[("A", "2024–2025 mokslo metai"), ("B", "2023–2024 mokslo metai"), ("C", "2025 metai")]);
    let found = site.ask(&query("2024–2025"));
    assert_eq!((found.total, found.complete, &*found.hits[0].stored.title), (3, 1, "A"));
    assert_eq!(site.titles("„2024–2025“"), ["A"]);
}

#[test]
fn values_of_one_facet_add_up_and_facets_narrow() {
    let mut documents: Vec<Document> = (0..3).map(|n| filed(&format!("{n}"), "knyga", "school", &[n])).collect();
    for document in &mut documents {
        document.facets[facet("year")] = vec![1];
    }
    documents[1].facets[facet("year")] = vec![2];
    let site = Site::new(documents);
    let ask = |filters: &[(&str, &[&str])]| {
        let filters =
            filters.iter().map(|(facet, ids)| ((*facet).to_owned(), ids.iter().map(|id| (*id).to_owned()).collect()));
        titles(&site.ask(&Query { filters: filters.collect(), ..query("knyga ") }))
    };
    assert_eq!(ask(&[("school", &["a", "b"])]), ["0", "1"]);
    assert_eq!(ask(&[("school", &["a", "b"]), ("year", &["b"])]), ["0"]);
    assert_eq!(ask(&[("school", &["nobody"])]), [""; 0]);
    assert_eq!(ask(&[("school", &[])]).len(), 3);
}

#[test]
fn counts_of_a_facet_leave_out_its_own_filter_only() {
    let mut documents: Vec<Document> = (0..3).map(|n| filed(&format!("{n}"), "knyga", "school", &[n])).collect();
    for document in &mut documents {
        document.facets[facet("topic")] = vec![0, 2];
    }
    documents[2].facets[facet("topic")] = vec![0];
    let filters = vec![("school".to_owned(), vec!["a".to_owned(), "c".to_owned()])];
    let found = Site::new(documents).ask(&Query { filters, counts: true, ..query("knyga ") });
    let counts = found.counts.expect("counts");
    assert_eq!(counts["school"], [(0, 1), (1, 1), (2, 1)]);
    assert_eq!(counts["topic"], [(0, 2), (2, 1)]);
    assert_eq!((found.total, found.unfiltered), (2, 3));
}

#[test]
fn each_edition_finds_its_own_documents() {
    let mut site = site(&[("Abu", "knyga"), ("Tik antras", "knyga"), ("Tik pirmas", "knyga")]);
    site.documents.iter_mut().zip([3, 2, 1]).for_each(|(document, editions)| document.editions = editions);
    site.input.editions.push(Edition { language: "en".to_owned(), ..site.input.editions[0].clone() });
    let ask = |edition| titles(&site.ask(&Query { edition, ..query("knyga ") }));
    assert_eq!(ask(0), ["Abu", "Tik pirmas"]);
    assert_eq!(ask(1), ["Abu", "Tik antras"]);
    assert_eq!(ask(2), [""; 0]);
}

#[test]
fn a_word_is_looked_for_in_every_language_of_the_site() {
    let mut site = site(&[("A", "schools are learning"), ("B", "mokyklos mokosi")]);
    site.documents[0].language = "en".to_owned();
    site.input.languages = vec!["lt".to_owned(), "en".to_owned()];
    assert_eq!(site.titles("school "), ["A"]);
    assert_eq!(site.titles("mokykla "), ["B"]);
}

#[test]
fn validity_is_told_by_the_date() {
    let mut site = site(&[("Past", "knyga"), ("Soon", "knyga"), ("Later", "knyga"), ("Always", "knyga")]);
    let ends = [Some(999), Some(1090), Some(1091), None];
    site.documents.iter_mut().zip(ends).for_each(|(document, end)| document.valid_until = end);
    let ask =
        |valid: &[Validity]| site.ask(&Query { valid: valid.to_vec(), today: 1000, counts: true, ..query("knyga ") });
    assert_eq!(titles(&ask(&[Validity::Expired])), ["Past"]);
    assert_eq!(titles(&ask(&[Validity::Expiring])), ["Soon"]);
    assert_eq!(titles(&ask(&[Validity::Valid])), ["Later"]);
    assert_eq!(ask(&[]).counts.expect("counts")["valid"], [(0, 1), (1, 1), (2, 1)]);
}

#[test]
fn a_query_without_words_shows_all_documents_of_a_filter_or_by_date() {
    let site = Site::new((0..3).map(|n| filed(&format!("{n}"), "knyga", "kind", &[n % 2])).collect());
    assert_eq!(site.ask(&query(" – ")).total, 0);
    assert_eq!(titles(&site.ask(&Query { sort: Sort::Date, ..query("") })), ["0", "1", "2"]);
    let filters = vec![("kind".to_owned(), vec!["a".to_owned()])];
    assert_eq!(titles(&site.ask(&Query { filters, ..query("") })), ["0", "2"]);
}

#[test]
fn by_date_the_newest_stands_first() {
    let site = site(&[("Sena upė", "knyga"), ("Knyga", "knyga")]);
    assert_eq!(site.titles("knyga "), ["Knyga", "Sena upė"]);
    assert_eq!(titles(&site.ask(&Query { sort: Sort::Date, ..query("knyga ") })), ["Sena upė", "Knyga"]);
    assert_eq!(titles(&site.ask(&Query { offset: 1, limit: 1, ..query("knyga ") })), ["Sena upė"]);
}

#[test]
fn a_hostile_title_is_given_as_it_is() {
    let title = "<img src=x onerror=alert(1)> \"'`\\ \u{202e}knyga";
    assert_eq!(site(&[(title, "")]).titles("knyga "), [title]);
}

#[test]
fn a_missing_file_is_named() {
    let files = site(&[("A", "knyga sode")]).files();
    let without: Vec<File> = files.iter().filter(|file| !file.path.starts_with("search/p")).cloned().collect();
    let postings = files.iter().find(|file| file.path.starts_with("search/p")).expect("postings");
    let found = Index::open(reader(&without)).and_then(|index| index.search(&query("knyga ")));
    assert_eq!(found, Err(Failure::Missing(postings.path.clone())));
    let nothing = Index::open(|_| Err(Missing)).map(|_| ());
    assert_eq!(nothing, Err(Failure::Missing("search/manifest.json".to_owned())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damaged_files_fail_and_never_panic(file in any::<prop::sample::Index>(), edits in edits(), inflated: bool) {
        let mut files = SITE.with(Clone::clone);
        let at = file.index(files.len());
        let damaged = &mut files[at].bytes;
        match inflate(damaged) {
            Ok(mut raw) if inflated => {
                edit(&mut raw, &edits);
                *damaged = Packed::new(&raw).bytes;
            }
            _ => edit(damaged, &edits),
        }
        let Ok(index) = Index::open(reader(&files)) else { return Ok(()) };
        for text in ["knyga sodas", "„mokytojų taryba“ metod", "vertinimsa 2024"] {
            let filters = vec![("school".to_owned(), vec!["a".to_owned()])];
            let _ = index.search(&Query { filters, counts: true, ..query(text) });
        }
    }
}

thread_local! {
    static SITE: Vec<File> = {
        let bodies = ["knyga sode 2024", "mokytojų taryba ir metodika", "vertinimas", "knyga apie vertinimą ir metodiką"];
        let documents = bodies.iter().zip(0..).map(|(body, n)| filed(&format!("Apie {n}"), body, "school", &[n % 3]));
        let mut site = Site::new(documents.collect());
        site.input.editions.push(site.input.editions[0].clone());
        site.files()
    };
}

/// Bytes that are written over, and where the file is cut.
type Edits = (Vec<(prop::sample::Index, u8)>, Option<prop::sample::Index>);

fn edits() -> impl Strategy<Value = Edits> {
    let cut = proptest::option::of(any::<prop::sample::Index>());
    (proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), cut)
}

fn edit(bytes: &mut Vec<u8>, (over, cut): &Edits) {
    for (at, byte) in over.iter().filter(|_| !bytes.is_empty()).collect::<Vec<_>>() {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len() + 1));
    }
}

/// Which files a question reads: facets are only read when they are filtered or counted.
#[test]
fn columns_are_read_only_for_filters_and_counts() {
    let read = std::cell::RefCell::new(BTreeMap::new());
    let files = site(&[("A", "knyga sode")]).files();
    let from = reader(&files);
    let index = Index::open(|path| {
        *read.borrow_mut().entry(path.as_bytes()[7] as char).or_insert(0) += 1;
        from(path)
    });
    let index = index.expect("the index opens");
    index.search(&query("knyga sodas ")).expect("an answer");
    assert!(!read.borrow().keys().any(|letter| ['c', 'v', 'x'].contains(letter)), "{:?}", read.borrow());
    index.search(&Query { counts: true, ..query("knyga sodas ") }).expect("an answer");
    assert_eq!(read.borrow().get(&'c'), Some(&7));
}
