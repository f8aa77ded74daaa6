//! The ranking once more, as simple as can be: every document is read whole for every question. Tests hold the search to it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{collection::vec, prelude::*};

use super::{Found, Index, Query, Sort};
use crate::search::{
    Document,
    index::weights::{self, FIELDS},
    testing::{Site, document, facet, query, reader},
    words::{Stemmer, fold, lower, words},
};

/// Words that no other resembles, so that no typo is forgiven; in several forms, with and without diacritics.
const WORDS: [&str; 12] = [
    "knyga",
    "knygos",
    "knygų",
    "sodas",
    "sodai",
    "šventė",
    "svente",
    "švenčių",
    "darbas",
    "2024",
    "mokytojas",
    "mokytojų",
];

/// A document's words by field: form and position; and the words of its title that are told apart.
struct Read {
    fields: [Vec<(String, u32)>; FIELDS],
    title: u64,
    kind: String,
}

fn read(document: &Document) -> Read {
    let one = |text: &String| vec![text.clone()];
    let texts = [
        one(&document.body),
        document.headings.clone(),
        one(&document.summary),
        [vec![document.kind_name.clone()], document.names.clone()].concat(),
        one(&document.title),
    ];
    let mut position = 0;
    let fields = texts.map(|blocks| {
        let mut field = Vec::new();
        for word in blocks.iter().flat_map(|block| block.lines()).map(words) {
            let before = position;
            for word in word {
                field.push((lower(word.text).into_owned(), position));
                position += 1;
            }
            position += if position > before { 100 } else { 0 };
        }
        field
    });
    let title: BTreeSet<_> = words(&document.title).map(|word| fold(&lower(word.text)).into_owned()).collect();
    Read { fields, title: (title.len() as u64).min(5), kind: document.kind_name.clone() }
}

/// Levels of all documents that match, whether they hold the phrase as it was typed, and scores.
fn scores(site: &Site, terms: &[&str], phrase: Option<&[&str]>) -> BTreeMap<u32, (u64, bool, u64)> {
    let stemmer = Stemmer::new("lt");
    let stem = |form: &str| stemmer.stem(&fold(&lower(form)));
    let documents: Vec<Read> = site.documents.iter().map(read).collect();
    let lengths: Vec<_> = documents
        .iter()
        .map(|read| read.fields.each_ref().map(|field| u32::try_from(field.len()).expect("few")))
        .collect();
    let norms = weights::norms(&lengths);
    let has = |read: &Read, term: &str| read.fields.iter().flatten().any(|(form, _)| stem(form) == stem(term));
    let holds = |read: &Read, phrase: &[&str]| {
        let at: BTreeMap<u32, String> = read.fields.iter().flatten().map(|(form, at)| (*at, stem(form))).collect();
        at.keys().any(|start| (*start..).zip(phrase).all(|(at_, word)| at.get(&at_) == Some(&stem(word))))
    };
    let held = phrase.is_some_and(|phrase| documents.iter().any(|read| holds(read, phrase)));
    let literal = |read: &Read, phrase: &[&str]| {
        let forms: BTreeSet<String> = read.fields.iter().flatten().map(|(form, _)| fold(form).into_owned()).collect();
        phrase.iter().all(|word| forms.contains(&*fold(word)))
    };
    let mut scores = BTreeMap::new();
    let all: u64 = terms
        .iter()
        .map(|term| idf(documents.iter().filter(|read| has(read, term)).count(), documents.len()) + 512)
        .sum();
    for (number, (read, norms)) in (0..).zip(documents.iter().zip(&norms)) {
        if held && !phrase.is_some_and(|phrase| holds(read, phrase)) {
            continue;
        }
        let literal = held && phrase.is_some_and(|phrase| literal(read, phrase));
        let (mut sum, mut said, mut titled, mut matched, mut is_kind) = (0, 0, 0, 0, false);
        for term in terms.iter().filter(|term| has(read, term)) {
            let idf = idf(documents.iter().filter(|read| has(read, term)).count(), documents.len());
            let mut frequency = 0.0;
            let mut weight = 256;
            for (field, words) in read.fields.iter().enumerate() {
                for (form, _) in words.iter().filter(|(form, _)| stem(form) == stem(term)) {
                    frequency += norms[field];
                    weight = weight.max(if *form == *term {
                        336
                    } else if fold(form) == fold(term) {
                        320
                    } else {
                        256
                    });
                }
            }
            let in_title = read.fields[FIELDS - 1].iter().any(|(form, _)| stem(form) == stem(term));
            let names_kind = !read.kind.is_empty() && stem(&read.kind) == stem(term);
            let impact = weights::impact(frequency);
            let impact = if in_title || names_kind { impact.max(32) & !1 } else { impact };
            titled += u64::from(in_title);
            is_kind |= names_kind;
            matched += 1;
            said += idf + 512;
            sum += idf * weight * u64::from(impact);
        }
        let (terms, shared) = (terms.len() as u64, titled.min(read.title));
        let title = if titled > 0 { sum * 128 * shared * shared / (256 * terms * read.title) } else { 0 };
        let kind = if is_kind { sum * 32 / 256 } else { 0 };
        let sum = sum + title + kind;
        if matched == terms {
            scores.insert(number, (8, literal, sum));
        } else if matched > 0 {
            scores.insert(number, (1 + 7 * said / all, literal, sum * said / all * said / all));
        }
    }
    scores
}

/// What a term says that so many documents hold.
fn idf(df: usize, documents: usize) -> u64 {
    64.max(bits(2 * documents + 2) - bits(2 * df + 1))
}

/// 256 × log₂, linear between powers of two.
fn bits(n: usize) -> u64 {
    let power = 1_u64 << n.ilog2();
    u64::from(n.ilog2()) * 256 + (n as u64 * 256 / power - 256)
}

/// Documents and scores of the levels that are needed.
fn levels(scores: &BTreeMap<u32, (u64, bool, u64)>) -> Vec<(u32, u64)> {
    let mut found: Vec<(u32, u64, bool, u64)> =
        scores.iter().map(|(number, (level, literal, score))| (*number, *level, *literal, *score)).collect();
    found.sort_by_key(|(number, level, literal, score)| (*level < 8, !literal, u64::MAX - score, *number));
    let least = (1..=8).rev().find(|least| found.iter().filter(|(_, level, ..)| level >= least).count() >= 10);
    found.retain(|(_, level, ..)| *level >= least.unwrap_or(1));
    found.into_iter().map(|(number, .., score)| (number, score)).collect()
}

fn text(most: usize) -> impl Strategy<Value = String> {
    vec(prop::sample::select(&WORDS[..]), 0..most).prop_map(|words| words.join(" "))
}

prop_compose! {
    fn any_document()(
        title in text(7), kind in 0..3_usize, name in text(3), heading in text(3), summary in text(5), body in text(12), more in text(12),
        school in 0..3_u32, topics in prop::sample::subsequence(vec![0, 1, 2], 0..3),
    ) -> Document {
        let mut document = document(&title, &format!("{body}\n{more}"));
        document.kind_name = ["", "sodas", "knyga"][kind].to_owned();
        document.names = vec![name, "sodas".to_owned()];
        document.headings = vec![heading];
        document.summary = summary;
        document.facets[facet("school")] = vec![school];
        document.facets[facet("topic")] = topics;
        document
    }
}

fn distinct<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    words.iter().copied().filter(|word| seen.insert(fold(word).into_owned())).collect()
}

fn found(found: &Found) -> Vec<(u32, u64)> {
    found.hits.iter().map(|hit| (hit.document, hit.score)).collect()
}

/// Keeps what has one of the values in a facet.
fn kept(site: &Site, found: &[(u32, u64)], name: &str, values: &[u32]) -> Vec<(u32, u64)> {
    let has =
        |number: u32| site.documents[number as usize].facets[facet(name)].iter().any(|value| values.contains(value));
    found.iter().copied().filter(|(number, _)| has(*number)).collect()
}

fn count(site: &Site, found: &[(u32, u64)], name: &str) -> Vec<(u32, u32)> {
    let mut counts = BTreeMap::new();
    for value in found.iter().flat_map(|(number, _)| &site.documents[*number as usize].facets[facet(name)]) {
        *counts.entry(*value).or_default() += 1;
    }
    counts.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_search_ranks_as_the_simple_reference_does(
        documents in vec(any_document(), 1..25), words in vec(prop::sample::select(&WORDS[..]), 1..5), quoted: bool,
    ) {
        let site = Site::new(documents);
        let files = site.files();
        let index = Index::open(reader(&files)).expect("the index opens");
        let terms = distinct(&words);
        let phrase = Some(&words[..]).filter(|words| quoted && words.len() > 1);
        let text = if quoted { format!("„{}“", words.join(" ")) } else { format!("{} ", words.join(" ")) };
        let expected = levels(&scores(&site, &terms, phrase));
        let answer = index.search(&query(&text)).expect("an answer");
        prop_assert_eq!(found(&answer), expected.clone(), "{}", text);

        let filters = vec![("school".to_owned(), vec!["a".to_owned(), "b".to_owned()]), ("topic".to_owned(), vec!["c".to_owned()])];
        let narrowed = index.search(&Query { filters, counts: true, sort: Sort::Date, ..query(&text) }).expect("an answer");
        let by_school = kept(&site, &expected, "school", &[0, 1]);
        let by_topic = kept(&site, &expected, "topic", &[2]);
        let mut both = kept(&site, &by_school, "topic", &[2]);
        both.sort_unstable();
        prop_assert_eq!(found(&narrowed), both);
        let counts = narrowed.counts.expect("counts");
        prop_assert_eq!(&counts["school"], &count(&site, &by_topic, "school"));
        prop_assert_eq!(&counts["topic"], &count(&site, &by_school, "topic"));
    }
}
