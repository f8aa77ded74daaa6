//! Every codec reads what it writes, and nothing else makes it panic.

use proptest::{collection::vec, prelude::*};

use super::{
    columns::{names, numbers, put_names, put_values, values},
    cursor::{Cursor, put},
    dictionary::{Block, Entry, Shards, block, put_block},
    front::order,
    manifest::Manifest,
    pack::{Content, Hash, Packed, inflate},
    positions::{positions, put_positions, skip_positions},
    postings::{Posting, postings, put_postings, skip_postings, title_impact},
    reverse::{put_reverse, reverse, reversed},
    script,
    stored::{Stored, put_stored, stored},
};
use crate::search::document::{Edition, Value};

fn put_all(out: &mut Vec<u8>, numbers: &[u32]) {
    for &number in numbers {
        put(out, number);
    }
}

fn word() -> impl Strategy<Value = String> {
    "[a-ząčęėįšųūž0-9\u{1f600}\u{ffff}]{1,12}"
}

fn ascending(most: u32) -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::btree_set(0..most, 0..40).prop_map(|set| set.into_iter().collect())
}

fn entry() -> impl Strategy<Value = Entry> {
    (word(), any::<u32>(), 0..3_usize, 0..3_usize, vec(word(), 0..6))
        .prop_map(|(stem, df, postings, positions, forms)| Entry { stem, df, postings, positions, forms })
}

fn shards() -> impl Strategy<Value = Shards> {
    (0..1000_usize, 0..1000_usize, vec(any::<[u8; 4]>().prop_map(Hash), 3..6))
        .prop_map(|(first, offset, hashes)| Shards { first, offset, hashes })
}

proptest! {
    #[test]
    fn a_varint_is_read_as_it_was_written(number: u32) {
        let mut bytes = Vec::new();
        put(&mut bytes, number);
        let mut cursor = Cursor::new(&bytes);
        prop_assert_eq!(cursor.varint(), Ok(number));
        prop_assert_eq!(cursor.end(), Ok(()));
    }

    #[test]
    fn a_dictionary_block_is_read_as_it_was_written(
        mut entries in vec(entry(), 0..20), postings in shards(), positions in shards(),
    ) {
        entries.sort_by_key(|entry| entry.postings);
        for entry in &mut entries {
            entry.positions = entry.postings;
        }
        let written = Block { postings, positions, entries };
        prop_assert_eq!(block(&put_block(&written)), Ok(written));
    }

    #[test]
    fn lists_stand_one_after_another_and_can_be_skipped(
        first in ascending(5000), second in ascending(5000), impact in 1..64_u8, title in 0..=5_u8, kind: bool, mask in 0..1_u32 << 14,
    ) {
        let lists = [first, second].map(|list| {
            let impact = if title > 0 || kind { title_impact(impact) } else { impact };
            list.into_iter().map(|document| Posting { document, impact, title, kind, mask }).collect::<Vec<_>>()
        });
        let mut bytes = Vec::new();
        for list in &lists {
            put_postings(&mut bytes, list);
        }
        let mut cursor = Cursor::new(&bytes);
        prop_assert_eq!(skip_postings(&mut cursor, lists[0].len()), Ok(()));
        prop_assert_eq!(postings(&mut cursor, lists[1].len(), 5000), Ok(lists[1].clone()));
        prop_assert_eq!(cursor.end(), Ok(()));
    }

    #[test]
    fn positions_are_read_as_they_were_written(first in ascending(9999), second in ascending(9999)) {
        let mut bytes = Vec::new();
        for list in [&first, &second, &second] {
            put_positions(&mut bytes, list);
        }
        let mut cursor = Cursor::new(&bytes);
        prop_assert_eq!(skip_positions(&mut cursor, 1), Ok(()));
        let lists = positions(&mut cursor, 2).expect("two lists");
        prop_assert_eq!((lists.get(0), lists.get(1)), (second.as_slice(), second.as_slice()));
        prop_assert_eq!(cursor.end(), Ok(()));
    }

    #[test]
    fn reversed_stems_are_read_as_they_were_written(words in vec((word(), any::<u32>()), 0..30)) {
        let written: Vec<_> = words.into_iter().map(|(word, df)| (reversed(&word), df)).collect();
        prop_assert_eq!(reverse(&put_reverse(&written)), Ok(written));
    }

    #[test]
    fn columns_are_read_as_they_were_written(lists in vec(vec(0..50_u32, 0..5), 0..40)) {
        let mut bytes = Vec::new();
        for list in &lists {
            put_values(&mut bytes, list);
        }
        let count = u32::try_from(lists.len()).expect("few");
        let read = values(&bytes, count, 50).expect("a column");
        for (at, list) in lists.iter().enumerate() {
            prop_assert_eq!(read.get(at), list.as_slice());
        }
        prop_assert!(lists.concat().is_empty() || values(&bytes, count, 0).is_err());
    }

    #[test]
    fn a_script_holds_the_bytes_of_its_file(bytes in vec(any::<u8>(), 0..100)) {
        prop_assert_eq!(script::unwrap(&script::wrap("p1.00000000", &bytes)), Ok(bytes));
    }

    #[test]
    fn a_file_is_inflated_to_what_was_deflated(raw in vec(any::<u8>(), 0..5000), start in 0..5000_usize) {
        let start = start.min(raw.len());
        for content in [Content::Any, Content::Numbers] {
            prop_assert_eq!(inflate(&Packed::parts(&raw, &[start], content).bytes), Ok(raw.clone()));
        }
    }

    #[test]
    fn strings_are_in_the_order_of_utf16(a in any::<String>(), b in any::<String>()) {
        prop_assert_eq!(order(&a, &b), a.encode_utf16().cmp(b.encode_utf16()));
    }

    #[test]
    fn any_bytes_at_all_are_read_or_refused(bytes in vec(any::<u8>(), 0..300), number: u32) {
        let count = number as usize;
        let _ = block(&bytes);
        let _ = postings(&mut Cursor::new(&bytes), count, number);
        let _ = skip_postings(&mut Cursor::new(&bytes), count);
        let _ = positions(&mut Cursor::new(&bytes), count);
        let _ = skip_positions(&mut Cursor::new(&bytes), count);
        let _ = reverse(&bytes);
        let _ = values(&bytes, number, 10);
        let _ = numbers(&bytes, number);
        let _ = stored(&bytes);
        let _ = names(&["kind".to_owned()], &bytes);
        let _ = inflate(&bytes);
        let _ = script::unwrap(&bytes);
        let _ = Manifest::read(&bytes, "search/manifest.json");
    }
}

#[test]
fn a_stored_shard_is_an_array_of_arrays() {
    let document =
        Stored { url: "a/".into(), id: "a".into(), kind: 3, title: "<b>„A“</b>".into(), ..Stored::default() };
    let bytes = put_stored(std::slice::from_ref(&document));
    assert_eq!(String::from_utf8_lossy(&bytes), r#"[["a/","a",3,"<b>„A“</b>","","","","",""]]"#);
    assert_eq!(stored(&bytes), Ok(vec![document]));
}

#[test]
fn topics_keep_the_number_of_the_topic_above() {
    let value = |id: &str, parent| Value { id: id.into(), title: id.to_uppercase(), parent };
    let facets = ["kind", "topic"].map(str::to_owned);
    let values = vec![vec![value("k", None)], vec![value("a", None), value("b", Some(0))]];
    let bytes = put_names(&facets, &Edition { values, ..Edition::default() });
    let json = r#"{"kind":[["k","K"]],"topic":[["a","A"],["b","B",0]]}"#;
    assert_eq!(String::from_utf8_lossy(&bytes), json);
    let read = names(&facets, &bytes).expect("values");
    assert_eq!((read[1][1].parent, &*read[0][0].title), (Some(0), "K"));
}

#[test]
fn a_bomb_is_not_inflated_to_its_end() {
    let bomb = Packed::new(&vec![0; (64 << 20) + 1]);
    assert!(bomb.bytes.len() < 100_000);
    assert!(inflate(&bomb.bytes).is_err());
}

#[test]
fn a_block_that_repeats_a_long_word_for_ever_is_refused() {
    let mut bytes = Vec::new();
    let long = "a".repeat(60_000);
    put_all(&mut bytes, &[2_000_000, 0, 0, 1]);
    bytes.extend([0; 4]);
    put_all(&mut bytes, &[0, 0, 1]);
    bytes.extend([0; 4]);
    put_all(&mut bytes, &[0, 60_000]);
    bytes.extend(long.bytes());
    bytes.extend([0; 4]);
    for _ in 0..2000 {
        put_all(&mut bytes, &[60_000, 0, 0, 0, 0, 0]);
    }
    assert_eq!(block(&bytes).map(|_| ()), Err(super::Damage("has too many words")));
}

#[test]
fn a_hash_is_eight_hexadecimal_digits() {
    let hash = Hash::of(b"abc");
    assert_eq!(Hash::parse(&hash.hex()), Ok(hash));
    for name in ["../../x1", "ABCDEF00", "1234567", "+1234567", "123456789"] {
        assert!(Hash::parse(name).is_err(), "{name}");
    }
}

#[test]
fn a_manifest_of_another_format_says_which() {
    let read = Manifest::read(br#"{"format":99,"whatever":true}"#, "search/manifest.json");
    assert_eq!(read.map(|_| ()), Err(super::Failure::Format(99, crate::search::constants::FORMAT)));
}
