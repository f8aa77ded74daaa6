//! What the writer promises of the files as a whole.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::weights::{coarse, impact};
use crate::search::{
    Document, Facet, Index, Query,
    files::{MANIFEST, pack::Hash},
    testing::{Site, document, filed, query, reader, titles},
};

fn many(count: usize) -> Vec<Document> {
    let words = ["mokykla", "pamoka", "knyga", "vertinimas", "klausimas", "sodas", "diena", "menas"];
    let word = |number: usize, at: usize| format!("{}{}", words[(at * at + number) % 8], (at + number) % 13);
    let text = |number: usize| (0..60).map(|at| word(number, at)).collect::<Vec<_>>().join(" ");
    (0..count).map(|number| document(&format!("Dokumentas {number}"), &text(number))).collect()
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let site = Site::new(many(300));
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| site.files())
    };
    assert!(on(1) == on(4));
}

#[test]
fn a_file_is_named_by_its_bytes() {
    let files = Site::new(many(30)).files();
    let stored = |path: &str| path.starts_with("search/s");
    for file in files.iter().filter(|file| file.path != MANIFEST && !stored(&file.path)) {
        assert!(file.path.ends_with(&format!(".{}.bin", Hash::of(&file.bytes).hex())), "{}", file.path);
    }
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), files.len());
}

#[test]
fn an_edit_renames_all_shards_of_stored_fields() {
    let mut site = Site::new(many(30));
    let stored = |site: &Site| -> BTreeSet<String> {
        let paths = site.files().into_iter().map(|file| file.path);
        paths.filter(|path| path.starts_with("search/s")).collect()
    };
    let before = stored(&site);
    site.documents[29].title = "Kitas".to_owned();
    assert!(before.is_disjoint(&stored(&site)));
    assert_eq!(before.len(), 8);
}

#[test]
fn the_manifest_lists_what_there_is() {
    let files = Site::new(many(30)).files();
    let manifest: Value = serde_json::from_slice(&files.last().expect("files").bytes).expect("JSON");
    let keys: Vec<&str> = manifest.as_object().expect("an object").keys().map(String::as_str).collect();
    let expected = [
        "format",
        "documents",
        "languages",
        "editions",
        "dictionary",
        "reverse",
        "stored",
        "shard",
        "columns",
        "values",
    ];
    assert_eq!(keys, expected);
    assert_eq!((&manifest["documents"], &manifest["shard"]), (&30.into(), &4.into()));
    assert!(manifest["columns"]["editions"].is_null(), "one edition needs no column");
}

#[test]
fn a_site_without_documents_has_an_index() {
    let site = Site::new(Vec::new());
    assert_eq!(site.ask(&query("mokykla")).total, 0);
}

#[test]
fn files_as_scripts_answer_alike() {
    let mut site = Site::new(many(30));
    let plain = site.ask(&query("mokykla3 sodas5"));
    site.input.scripts = true;
    let files = site.files();
    for file in &files {
        let name = file.path.strip_prefix("search/").and_then(|path| path.strip_suffix(".js")).expect("a script");
        let call = format!("avilysSearchFile(\"{name}\",\"");
        assert!(file.bytes.starts_with(call.as_bytes()), "{name}");
    }
    assert!(plain.total > 0);
    assert_eq!(site.ask(&query("mokykla3 sodas5")), plain);
}

#[test]
fn frequent_stems_still_find_every_document() {
    let documents = (0..700).map(|number| document(&format!("{number}"), "mokyklos taryba")).collect();
    let site = Site::new(documents);
    assert_eq!(site.ask(&query("mokykla ")).total, 700);
}

#[test]
fn a_value_that_a_document_names_twice_counts_once() {
    let site = Site::new(vec![filed("A", "knyga", Facet::Topic, &[2, 0, 2])]);
    let counts = site.ask(&Query { counts: true, ..query("knyga ") }).counts.expect("counts");
    assert_eq!(counts[Facet::Topic as usize], [(0, 1), (2, 1)]);
}

#[test]
fn coarse_impacts_stay_near_and_above_nothing() {
    assert!((1..=63).all(|fine| coarse(fine) > 0 && coarse(fine).abs_diff(fine) <= 2));
    assert!((1..=100).all(|n| impact(f64::from(n)) <= impact(f64::from(n + 1))));
    assert_eq!(impact(0.0), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_word_is_found_in_its_document(
        texts in proptest::collection::vec(proptest::collection::vec("[a-ząčęėįšųūž]{2,12}|[0-9]{1,5}", 1..30), 1..12),
    ) {
        let documents = texts.iter().enumerate().map(|(at, words)| document(&format!("T{at}x"), &words.join(" ")));
        let site = Site::new(documents.collect());
        let files = site.files();
        let index = Index::open(reader(&files)).expect("the index opens");
        for (at, words) in texts.iter().enumerate() {
            for word in words {
                let found = titles(&index.search(&query(&format!("{word} "))).expect("an answer"));
                prop_assert!(found.contains(&format!("T{at}x")), "{} is not found in {:?}: {:?}", word, words, found);
            }
        }
    }
}
