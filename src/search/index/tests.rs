//! What the writer promises of the files as a whole.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;

use super::weights::{coarse, impact};
use crate::search::{
    Document, Index, Query,
    files::MANIFEST,
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
fn a_file_is_named_by_its_content() {
    let (one, mut other) = (Site::new(many(30)), Site::new(many(30)));
    other.documents[7].body.push_str(" dar vienas žodis");
    let (one, other) = (one.files(), other.files());
    let paths: BTreeMap<&str, &[u8]> = one.iter().map(|file| (file.path.as_str(), &*file.bytes)).collect();
    assert_eq!(paths.len(), one.len());
    let named = other.iter().filter(|file| file.path != MANIFEST);
    let (same, new): (Vec<_>, Vec<_>) = named.partition(|file| paths.contains_key(file.path.as_str()));
    assert!(!same.is_empty() && !new.is_empty());
    assert!(same.iter().all(|file| paths[file.path.as_str()] == file.bytes));
}

#[test]
fn an_edit_renames_the_shards_of_its_group_alone() {
    let mut site = Site::new(many(300));
    let stored = |site: &Site| -> BTreeSet<String> {
        let paths = site.files().into_iter().map(|file| file.path);
        paths.filter(|path| path.starts_with("search/s")).collect()
    };
    let before = stored(&site);
    assert_eq!(before.len(), 75, "shards of four documents");
    site.documents[150].title = "Kitas".to_owned();
    let after = stored(&site);
    let is_kept = |number: usize| {
        let name = format!("search/s{number}.");
        before.iter().any(|path| path.starts_with(&name) && after.contains(path))
    };
    for number in 0..75 {
        assert_eq!(is_kept(number), !(32..64).contains(&number), "shard {number}");
    }
}

#[test]
fn an_edit_of_a_title_or_at_the_end_of_a_body_leaves_the_places_of_other_words() {
    let mut site = Site::new(many(250));
    for document in &mut site.documents {
        document.body = [document.body.as_str(); 12].join(" ");
    }
    let places = |site: &Site| -> BTreeSet<String> {
        let paths = site.files().into_iter().map(|file| file.path);
        paths.filter(|path| path.starts_with("search/x")).collect()
    };
    let before = places(&site);
    assert!(before.len() > 1, "{before:?}");
    site.documents[100].title = "Dokumentas 100 sodas0".to_owned();
    site.documents[200].body.push_str(" sodas0");
    assert_eq!(before.difference(&places(&site)).count(), 1, "of the shard with „sodas0“");
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
        "group",
        "facets",
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
    let site = Site::new(vec![filed("A", "knyga", "topic", &[2, 0, 2])]);
    let counts = site.ask(&Query { counts: true, ..query("knyga ") }).counts.expect("counts");
    assert_eq!(counts["topic"], [(0, 1), (2, 1)]);
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
