//! What decides between documents that all have words of the query.

use crate::search::{
    Document,
    testing::{Site, document, query, titles},
};

fn site(documents: &[(&str, &str)]) -> Site {
    Site::new(documents.iter().map(|(title, body)| document(title, body)).collect())
}

#[test]
fn the_document_whose_title_is_the_query_stands_first() {
    let mut site = site(&[
        ("Knygų sodas prie upės", "knygų sodas, knygų sodas, knygų sodas"),
        ("Knygų sodo šventė", "knygų sodas"),
        ("Knygų sodas", "miško takas"),
    ]);
    for document in &mut site.documents[..2] {
        document.names = vec!["knygų sodas".to_owned()];
        document.summary = "Knygų sodas".to_owned();
    }
    for text in ["knygų sodas ", "sodas knygų ", "knygu sodas", "kaip sodas ir knyga "] {
        assert_eq!(site.titles(text)[0], "Knygų sodas", "{text}");
    }
    assert_eq!(site.titles("knygų sodo šventė ")[0], "Knygų sodo šventė");
}

#[test]
fn function_words_and_single_letters_are_no_part_of_a_title() {
    let others = (0..4).map(|number| document(&format!("Sodas {number}"), "sodas, sodas ir upė"));
    let documents: Vec<Document> = others.chain([document("Apie sodą, o ne a", "takas")]).collect();
    assert_eq!(Site::new(documents).titles("sodą ")[0], "Apie sodą, o ne a");
}

#[test]
fn of_documents_alike_the_one_of_the_kind_that_the_query_names_stands_first() {
    let mut site = site(&[("A", "projektas ir upė, upė, upė"), ("B", "projekto upė")]);
    assert_eq!(site.titles("projektas upė "), ["A", "B"]);
    site.documents[0].names = vec!["Projektas".to_owned()];
    site.documents[1].kind_name = "Projektas".to_owned();
    assert_eq!(site.titles("projektas upė "), ["B", "A"]);
    assert_eq!(site.titles("upė "), ["A", "B"]);
}

#[test]
fn a_kind_of_several_words_is_named_by_none_of_them() {
    let mut site = site(&[("A", "upė, upė, upė ir žingsnis"), ("B", "upė")]);
    site.documents[0].names = vec!["Metų žingsnis".to_owned()];
    site.documents[1].kind_name = "Metų žingsnis".to_owned();
    assert_eq!(site.titles("žingsnis upė "), ["A", "B"]);
}

#[test]
fn where_no_document_has_all_words_one_rare_word_in_a_title_outweighs_two_common_ones_in_passing() {
    let mut documents: Vec<Document> =
        (0..9).map(|number| document(&format!("Nr. {number}"), "miško takas ir knyga sode prie upės")).collect();
    documents.push(document("Patyčios", "Patyčios: patyčių mažėja"));
    let site = Site::new(documents);
    assert_eq!(site.titles("knyga sodas patyčios ")[0], "Patyčios");
    assert_eq!(site.titles("knyga sodas takas patyčios mokytojas ").len(), 10);
}

#[test]
fn all_words_in_passing_stand_before_some_of_them_in_a_title() {
    let site = site(&[("Patyčios", "Patyčios, patyčios"), ("A", "miško takas, knyga, upė ir patyčios sode")]);
    assert_eq!(site.titles("patyčios knyga "), ["A", "Patyčios"]);
}

#[test]
fn a_word_that_some_document_has_is_not_matched_by_a_similar_one() {
    let site = site(&[("A", "mintis"), ("B", "rimtis prie upės"), ("C", "mintis prie upės")]);
    let found = site.ask(&query("rimtis upė "));
    assert_eq!(titles(&found)[0], "B");
    assert_eq!((found.complete, found.hits[1].matched), (1, 1));
    let mistyped = site.ask(&query("rintis upė "));
    assert_eq!(mistyped.complete, 2, "a word that no document has may be either");
}

#[test]
fn a_phrase_as_it_was_typed_stands_before_one_with_other_endings() {
    let site = site(&[
        ("Mokinių balsas", "mokinių balsas, mokinių balsas"),
        ("B", "ilgas tekstas, kuriame mokinio balso klausoma"),
    ]);
    assert_eq!(site.titles("„mokinio balso“ "), ["B", "Mokinių balsas"]);
    assert_eq!(site.titles("„mokiniu balsas“ "), ["Mokinių balsas", "B"]);
}

#[test]
fn a_word_that_stands_in_a_text_stands_before_another_name_of_what_is_named() {
    let long = "žodis ".repeat(400);
    let mut site = site(&[("A", "Klasė"), ("B", &format!("{long} LRS {long}"))]);
    site.documents[0].names = vec!["Lazdijų rajono savivaldybė".to_owned()];
    site.input.synonyms = vec![vec!["Lazdijų rajono savivaldybė".to_owned(), "LRS".to_owned()]];
    assert_eq!(site.titles("LRS "), ["B", "A"]);
    assert_eq!(site.titles("lrs"), ["B", "A"]);
}

#[test]
fn what_is_written_in_parts_is_found_in_one_and_the_other_way_round() {
    let site = site(&[
        ("Dalimis", "8-B klasė, 25\u{a0}000 eurų, tel. 614-22-817, re-edukacija"),
        ("Vienu", "8B klasė, 25000 eurų, tel. 61422817, reedukacija"),
    ]);
    for text in
        ["8B ", "8-B ", "25000", "25 000", "614-22-817", "61422817 ", "reedukacija", "re-edukacijos", "re‑edukacija "]
    {
        assert_eq!(site.titles(text).len(), 2, "{text}");
    }
}
