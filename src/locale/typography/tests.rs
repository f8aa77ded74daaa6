use super::*;
use proptest::prelude::*;

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn lithuanian() -> Typography {
    Typography::new(&TypographyData {
        quotes: words(&["„", "“"]),
        inner_quotes: words(&["‚", "‘"]),
        bind_after_number: words(&["m.", "d.", "kl.", "val.", "m. m."]),
        bind_before_word: words(&["r.", "r. sav.", "sav."]),
        bind_short_words: false,
    })
}

fn typeset(text: &str) -> String {
    lithuanian().plain(text).replace(NBSP, "_")
}

#[test]
fn plain_quotes_become_the_languages_own() {
    assert_eq!(typeset("Biržų \"Aušros\" mokykla"), "Biržų „Aušros“ mokykla");
    assert_eq!(typeset("(\"taip\"), \"ne\"."), "(„taip“), „ne“.");
    assert_eq!(typeset("\"a \"b\" c\""), "„a ‚b‘ c“");
    assert_eq!(typeset("\"'vidus' ir\""), "„‚vidus‘ ir“");
}

#[test]
fn typed_quotes_stay_and_count() {
    assert_eq!(typeset("„Aušra“ “x” «y»"), "„Aušra“ “x” «y»");
    assert_eq!(typeset("„Aušra\" ir"), "„Aušra“ ir");
    assert_eq!(typeset("„mokykla \"Aušra\" veikia“"), "„mokykla ‚Aušra‘ veikia“");
}

fn english() -> Typography {
    Typography::new(&TypographyData {
        quotes: words(&["“", "”"]),
        inner_quotes: words(&["‘", "’"]),
        ..TypographyData::default()
    })
}

#[test]
fn quotes_of_another_language_stay_and_close_themselves() {
    let set = |text: &str| english().plain(text).into_owned();
    assert_eq!(set("The „Žiogas“ school is \"good\" and \"kind\"."), "The „Žiogas“ school is “good” and “kind”.");
    assert_eq!(set("The \"Klaipėdos „Žiogas“ school\" is \"good\"."), "The “Klaipėdos „Žiogas“ school” is “good”.");
    assert_eq!(set("«Oui» is \"yes\", “no” is \"no\""), "«Oui» is “yes”, “no” is “no”");
    assert_eq!(typeset("“Good” yra \"gerai\", žodis“ ir \"kitas\""), "“Good” yra „gerai“, žodis“ ir „kitas“");
}

#[test]
fn two_commas_are_a_low_mark_before_a_word() {
    assert_eq!(
        typeset("Mokykla ,,Žiogas'' ir ,,Rasa\" ir ,,Lašas“ (,,Upė'')."),
        "Mokykla „Žiogas“ ir „Rasa“ ir „Lašas“ („Upė“)."
    );
    assert_eq!(typeset("a,,b ir 1,, ,,"), "a,,b ir 1,, ,,");
    assert_eq!(english().plain(",,a b"), ",,a b");
}

#[test]
fn apostrophes_and_inches_are_no_quotes() {
    assert_eq!(typeset("d'Artanjanas students' '90"), "d’Artanjanas students’ ’90");
    assert_eq!(typeset("15\" ekranas"), "15\" ekranas");
    assert_eq!(typeset("6'2\" ir 54°41'12\" N, 1990's"), "6'2\" ir 54°41'12\" N, 1990’s");
}

#[test]
fn quotes_at_the_borders_of_markup() {
    let rules = lithuanian();
    let mut flow = rules.start();
    assert_eq!(flow.text("\"", Some('a')), "„");
    assert_eq!(flow.text("a", Some('"')), "a");
    assert_eq!(flow.text("\" b", None), "“ b");
}

#[test]
fn dashes_and_dots() {
    assert_eq!(typeset("5--6, a -- b, a---b, 5-6, --flag ..."), "5–6, a – b, a—b, 5-6, --flag …");
    assert_eq!(typeset("x -------- y .... z"), "x -------- y .... z");
}

#[test]
fn spaces_that_must_not_break() {
    assert_eq!(typeset("2017 m. gruodžio 22 d. 5 kl."), "2017_m. gruodžio 22_d. 5_kl.");
    assert_eq!(typeset("67 984 € ir 12 %"), "67_984_€ ir 12_%");
    assert_eq!(typeset("1 234 567"), "1_234_567");
    assert_eq!(typeset("2017 984 ir 5 12"), "2017 984 ir 5 12");
    assert_eq!(typeset("Prienų r. ir Kauno sav."), "Prienų_r. ir Kauno_sav.");
    assert_eq!(typeset("B. Sruogos, B. K. Balučio, Ačiū. Taip"), "B._Sruogos, B._K._Balučio, Ačiū. Taip");
    assert_eq!(
        typeset(",,Žiedas,, ir „Rytas\" ar ,,Rasa\", bet,, ne ,,Ola,,."),
        "„Žiedas“ ir „Rytas“ ar „Rasa“, bet,, ne „Ola“."
    );
    assert_eq!(typeset("2025–2026 m. m. pradžia"), "2025–2026_m._m. pradžia");
    assert_eq!(typeset("Prienų r. sav. ir Prienų r."), "Prienų_r._sav. ir Prienų_r.");
    assert_eq!(typeset("5 mokyklos 7 dalys"), "5 mokyklos 7 dalys");
}

#[test]
fn short_words_bind_only_where_the_language_wants_it() {
    assert_eq!(typeset("o mes į mišką"), "o mes į mišką");
    let rules = Typography::new(&TypographyData { bind_short_words: true, ..TypographyData::default() });
    assert_eq!(rules.plain("o mes į mišką").replace(NBSP, "_"), "o_mes į_mišką");
}

#[test]
fn a_space_after_markup_still_binds() {
    let rules = lithuanian();
    let mut flow = rules.start();
    flow.text("2017", None);
    assert!(flow.binds_over_break("m. gruodį"));
    assert!(!flow.binds_over_break("metai"));
    assert_eq!(flow.text(" m.", None), "\u{a0}m.");
}

#[test]
fn text_without_candidates_is_borrowed() {
    assert!(matches!(lithuanian().plain("Paprastas sakinys be nieko."), Cow::Borrowed(_)));
}

#[test]
fn without_data_quotes_stay() {
    assert_eq!(Typography::default().plain("\"a\" 5 %"), "\"a\" 5\u{a0}%");
}

/// The rules asked at every single character, where [`Flow::set`] leaps.
fn slowly(flow: &mut Flow, text: &str, next: Option<char>) -> String {
    let mut out = Output { text, copied: 0, changed: String::new() };
    let mut at = 0;
    while at < text.len() {
        at += flow.candidate(text, at, next, &mut out);
    }
    flow.before = text.chars().next_back().or(flow.before);
    out.finish().into_owned()
}

/// Rules whose words are found in each of the ways in which words are found.
fn peculiar() -> Vec<Typography> {
    let quotes = (words(&["«", "›"]), words(&["``", "-"]));
    let rules = |bind_after_number: &[&str], bind_before_word: &[&str], bind_short_words| {
        Typography::new(&TypographyData {
            quotes: quotes.0.clone(),
            inner_quotes: quotes.1.clone(),
            bind_after_number: words(bind_after_number),
            bind_before_word: words(bind_before_word),
            bind_short_words,
        })
    };
    vec![
        rules(&["m. m2", "cm"], &["r. sav.", "r.", "b.a", "šv."], false),
        rules(&[], &["ⱥ.", "r."], false),
        rules(&[], &["km", "r."], false),
        rules(&[], &["b--a."], false),
        rules(&[], &["a b."], false),
        rules(&[], &["r."], true),
        Typography::default(),
    ]
}

/// Running text, dense with what rules begin at.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ .'\"0-9A-Cabkmr\\-]{1,6}",
        "[ .„“‚‘«»”ⱥš`]{1,3}",
        "[a-zž, ]{1,40}",
        prop::sample::select(
            &[" r.", " sav.", "5 m. m2 cm", " r. sav.", " šv.", "A. A", "Š. A", "a km", "a b--a.", "a a b."][..]
        )
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_is_leaped_over_at_which_a_rule_begins(texts in prop::collection::vec((prose(), any::<Option<char>>()), 1..4)) {
        for rules in peculiar().into_iter().chain([lithuanian()]) {
            let (mut fast, mut slow) = (rules.start(), rules.start());
            for (text, next) in &texts {
                prop_assert_eq!(fast.set(text, *next), slowly(&mut slow, text, *next));
            }
        }
    }

    #[test]
    fn letters_and_digits_are_never_touched(text in "[a-ž0-9 \"'.„“-]{0,40}") {
        let kept = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(kept(&typeset(&text)), kept(&text));
    }
}

#[test]
fn a_closing_mark_of_another_language_ends_a_quotation() {
    assert_eq!(typeset("„Rasa” ir \"tiesi\" ir \"kita\""), "„Rasa” ir „tiesi“ ir „kita“");
    assert_eq!(typeset("\"Rasa” ir \"tiesi\""), "„Rasa” ir „tiesi“");
    assert_eq!(typeset(",,Rasa’’ ir \"tiesi\""), "„Rasa’’ ir „tiesi“");
    assert_eq!(english().plain("„Žiedas” and \"x\""), "„Žiedas” and “x”");
}

#[test]
fn two_apostrophes_open_nothing() {
    assert_eq!(typeset("''Rasa'' ir \"x\""), "''Rasa'' ir „x“");
}
