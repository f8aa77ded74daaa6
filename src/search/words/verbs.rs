//! Lithuanian words whose stem changes: verbs with three stems (rasti, randa, rado), and a few nouns (sesuo, seserį).
//!
//! Most verbs need no entry here: the rounds of `lithuanian` take their endings off. A verb stands here where its infinitive ends in a
//! consonant that changes (žaisti, žaidė), where it is too short to be told from a noun, or where its present or past has another stem.
//! What stands before a stem may be any row of prefixes (su-si-pažinti), so they need no entries.

use super::changes::{Change, Changes, Endings, Forms, Noun};
use super::lithuanian::{HARD, OTHER, SOFT};

/// Infinitive, conditional, imperative, past frequentative and future.
const VERBAL: Endings = &[
    ("t", "- i is um umei ume umem umeme umet umete ute umeis umes"),
    ("c", "iau"),
    ("k", "- ite it ime im is ites imes"),
    ("dav", "au ai o ome om ote ot e es us usi usio usiu usius usia usiai usios"),
    ("dam", "as a i os asis asi iesi osi"),
    ("s", "- iu i ime im ite it ias iuosi iesi imes ites"),
    ("siant", "- i is ys iems"),
    ("sianc", SOFT),
    ("sim", "as a o os i u"),
];

/// The future of a stem that ends in s.
const FUTURE: Endings = &[
    ("-", "- iu i ime im ite it ias iuosi iesi imes ites"),
    ("iant", "- i is ys iems"),
    ("ianc", SOFT),
    ("im", "as a o os i u"),
];

/// The passive participle.
const PARTICIPLE: Endings = &[("t", "as a o am u ui ai ame i iems us ais uose os oje oms omis ose e inas inos")];

/// Nouns and adjectives that begin like the passive participle: mirtis, keistas.
const DECLINED: Endings =
    &[("t c", HARD), ("t c", SOFT), ("t c", OTHER), ("tesn ciaus", SOFT), ("tesn", "is ys e es ei eje ems emis ese")];

/// The imperative of a stem in k.
const IMPERATIVE: Endings = &[("-", "- ite it ime im is ites imes")];

/// What follows a stem of the present or the past.
const FINITE: Endings = &[
    ("-", HARD),
    ("-", OTHER),
    ("-", "iau iame iate au ai ome ote ate ete eme om ot at et ant antis anti antys asi osi esi us usi"),
    ("am im anc us", "as a o os i is ui u us io iu ius iai iais iams"),
];

/// The past in -ė.
const PAST: Endings = &[("-", "e ei iau eme em ete et es us usi usio usiu esi eisi iausi imas imo")];

pub const CHANGES: Changes = Changes {
    outer: "ne",
    prefixes: "ap api at ati i is nu pa par per pra pri su uz",
    reflexive: "si",
    permissive: "te",
    not_permissive: "atr ch gl igd ige igi igt ikd ike iki ikm iks ikt ise isi ism isn ist isu isy jin kd ked kej kin km knol ksi kst kti le lec lio lk lp ls lu lz mati mb md mp ms nd net nis nki olo olog ore ori oro oso pal pin plio pt pus rab rak rap rci rit rj rk rl rme rmi rmo ror rp rpe rs rv sej si sia sken skop sl sm st tr tul vaz vel vi vo vuk vun vyn zau",
    third_person: "aio",
    endings: &[
        (Forms::Verbal, &[VERBAL]),
        (Forms::VerbalS, &[VERBAL, FUTURE]),
        (Forms::Participle, &[VERBAL, PARTICIPLE]),
        (Forms::Infinitive, &[VERBAL, PARTICIPLE, DECLINED]),
        (Forms::InfinitiveS, &[VERBAL, FUTURE, PARTICIPLE, DECLINED]),
        (Forms::Imperative, &[IMPERATIVE]),
        (Forms::Finite, &[FINITE]),
        (Forms::Past, &[PAST]),
    ],
    verbs: VERBS,
    stems: STEMS,
    nouns: NOUNS,
};

const VERBS: &[Change] = &[
    Change {
        forms: Forms::Infinitive,
        from: "",
        to: "",
        stems: "atver ber bir bur dil dir dur ei gel ger gin gir gul im kel kil kur mal mir ner per pil pin ser skel skil skin skir spir stver sver svil tar tir tol trin tver uzver vel vil vir zel zer zil",
    },
    Change {
        forms: Forms::InfinitiveS,
        from: "",
        to: "",
        stems: "blas dels dus ges iskas juos kars kims kis klaus knis kos krus les los mus nes pakas pes pies pirs plys praus \
            puos raus ris siaus sukas teis ters tes ties trius tus veis",
    },
    // Those whose participle looks like another word: kaltas, mintis.
    Change { forms: Forms::Verbal, from: "", to: "", stems: "bar kal kas kul sal sen sil til tin tvin" },
    Change { forms: Forms::Verbal, from: "u", to: "uv", stems: "b" },
    Change { forms: Forms::Participle, from: "e", to: "", stems: "av gen jud min pen rup" },
    Change { forms: Forms::Participle, from: "o", to: "", stems: "sij" },
    Change {
        forms: Forms::InfinitiveS,
        from: "s",
        to: "d",
        stems: "bau bel bri drau gir glau griau gru guo kly kny lei mau mel plu se sker sklei skli skly skri skro skuo skie sky snu spau sprau spru ve zai zei",
    },
    Change { forms: Forms::VerbalS, from: "s", to: "d", stems: "ra bo" },
    Change {
        forms: Forms::InfinitiveS,
        from: "s",
        to: "t",
        stems: "jau ju kai kei kir kre kri kui kvie lie ple rie skai ske skre spei spie supra su svei",
    },
    Change { forms: Forms::Infinitive, from: "s", to: "t", stems: "svie ver" },
    Change { forms: Forms::Infinitive, from: "s", to: "d", stems: "sir" },
    Change { forms: Forms::VerbalS, from: "s", to: "t", stems: "me mi pra vir vy" },
    Change { forms: Forms::InfinitiveS, from: "s", to: "nd", stems: "gala li sku spre" },
    Change { forms: Forms::InfinitiveS, from: "es", to: "end", stems: "br" },
    Change { forms: Forms::InfinitiveS, from: "s", to: "n", stems: "neke siu sve" },
    Change { forms: Forms::InfinitiveS, from: "s", to: "nt", stems: "ke" },
    Change { forms: Forms::InfinitiveS, from: "s", to: "z", stems: "dau dro gi gniau grau grie gri lau lu vo" },
    Change { forms: Forms::InfinitiveS, from: "ks", to: "sk", stems: "blo plie pur rei tro" },
    Change { forms: Forms::Infinitive, from: "gz", to: "zg", stems: "bir bur du me re" },
    Change { forms: Forms::Infinitive, from: "au", to: "av", stems: "dzi g gri kli kr li pj pl s spj" },
    Change { forms: Forms::Infinitive, from: "u", to: "uv", stems: "dzi gri kli si" },
    Change { forms: Forms::Infinitive, from: "o", to: "oj", stems: "gr j kl pl st" },
    Change { forms: Forms::Verbal, from: "e", to: "ej", stems: "li s si sp" },
    Change { forms: Forms::Infinitive, from: "y", to: "ij", stems: "g" },
    Change { forms: Forms::Verbal, from: "y", to: "ij", stems: "l" },
    Change { forms: Forms::Infinitive, from: "e", to: "ed", stems: "d" },
    Change { forms: Forms::Infinitive, from: "uo", to: "av", stems: "d" },
    Change { forms: Forms::Infinitive, from: "ul", to: "uol", stems: "p" },
    Change {
        forms: Forms::Imperative,
        from: "",
        to: "",
        stems: "alk brauk bruk jauk kenk kink lauk lek lenk lik link mauk nik niauk nyk pirk plak plauk pyk rauk reik rink ruk \
            sauk sek siek slenk slink smauk sok suk teik telk tenk tik trauk trenk truk tuk veik verk vilk vok vyk",
    },
    Change {
        forms: Forms::Imperative,
        from: "k",
        to: "g",
        stems: "au bai be de den der din dren die dy el jun ly mi ren sir smei smo stai stei ven zen zvel",
    },
    Change { forms: Forms::Finite, from: "", to: "", stems: "dav groj im kloj ploj siej stoj virt" },
    Change { forms: Forms::Finite, from: "ej", to: "ed", stems: "d" },
    Change { forms: Forms::Finite, from: "j", to: "i", stems: "e" },
    Change { forms: Forms::Finite, from: "n", to: "", stems: "ei" },
    Change { forms: Forms::Finite, from: "em", to: "im", stems: "-" },
    Change { forms: Forms::Past, from: "yr", to: "ir", stems: "sk" },
];

const STEMS: &[Change] = &[
    Change { forms: Forms::Stem, from: "nk", to: "k", stems: "ka pli spri ti tru" },
    Change { forms: Forms::Stem, from: "nd", to: "d", stems: "bu ra skli" },
    Change { forms: Forms::Stem, from: "nt", to: "t", stems: "ju ki pu" },
    Change { forms: Forms::Stem, from: "n", to: "t", stems: "kri pra spi svi" },
    Change { forms: Forms::Stem, from: "n", to: "v", stems: "bu" },
    Change { forms: Forms::Stem, from: "en", to: "it", stems: "kr" },
    Change { forms: Forms::Stem, from: "mp", to: "p", stems: "ki kvi li sla sti ta" },
    Change { forms: Forms::Stem, from: "mb", to: "b", stems: "dri gru ki" },
    Change { forms: Forms::Stem, from: "ng", to: "g", stems: "mi sni zlu" },
    Change { forms: Forms::Stem, from: "ieg", to: "ig", stems: "uzm" },
    Change { forms: Forms::Stem, from: "yl", to: "il", stems: "d k p s sk sv v" },
    Change { forms: Forms::Stem, from: "yr", to: "ir", stems: "b d g sp t z" },
    Change { forms: Forms::Stem, from: "yn", to: "in", stems: "g p sk tr" },
    Change { forms: Forms::Stem, from: "aun", to: "av", stems: "dzi g gri kr m pj pl r s spj" },
    Change { forms: Forms::Stem, from: "ov", to: "av", stems: "dzi gri kli kr li m pj pl r s spj" },
    Change { forms: Forms::Stem, from: "yj", to: "ij", stems: "g l r" },
    Change { forms: Forms::Stem, from: "ij", to: "", stems: "dal ged ginc kivirc krikst mur nuod rud skiep turl" },
    Change { forms: Forms::Stem, from: "st", to: "t", stems: "kai vir vy" },
    Change { forms: Forms::Stem, from: "st", to: "d", stems: "bo gir kly plu sir skly sky snu spru" },
    Change { forms: Forms::Stem, from: "st", to: "s", stems: "dri" },
    Change { forms: Forms::Stem, from: "st", to: "nd", stems: "bre" },
    Change { forms: Forms::Stem, from: "st", to: "", stems: "mir sel sen silp tirp tol" },
    Change { forms: Forms::Stem, from: "id", to: "end", stems: "br" },
    Change { forms: Forms::Stem, from: "end", to: "ind", stems: "l" },
    Change { forms: Forms::Stem, from: "end", to: "id", stems: "skr" },
    Change { forms: Forms::Stem, from: "ist", to: "in", stems: "paz" },
    Change { forms: Forms::Stem, from: "n", to: "nt", stems: "ke" },
    Change { forms: Forms::Stem, from: "iek", to: "ik", stems: "l" },
    Change { forms: Forms::Stem, from: "elk", to: "ilk", stems: "v" },
    Change { forms: Forms::Stem, from: "elp", to: "ilp", stems: "t" },
    Change { forms: Forms::Stem, from: "ems", to: "ims", stems: "k" },
    Change { forms: Forms::Stem, from: "enk", to: "ink", stems: "r sl" },
    Change { forms: Forms::Stem, from: "erg", to: "irg", stems: "s" },
    Change { forms: Forms::Stem, from: "erk", to: "irk", stems: "p" },
    Change { forms: Forms::Stem, from: "erp", to: "irp", stems: "k" },
    Change { forms: Forms::Stem, from: "ert", to: "irt", stems: "k" },
    Change { forms: Forms::Stem, from: "sm", to: "t", stems: "jau" },
];

const NOUNS: &[Noun] = &[
    Noun { gives: "", starts: "pat", ends: "ies" },
    Noun { gives: "es", starts: "men", ends: "uo" },
    Noun { gives: "er", starts: "ses", ends: "uo" },
    Noun {
        gives: "r",
        starts: "duk",
        ends: "te ter teri terimi teria teriai terie teries terims teris terimis ters terys teryje teryse teru",
    },
    Noun { gives: "o", starts: "su", ends: "o nie ns niui ni nimi nyje nys nims nis nimis nyse" },
    Noun { gives: "g", starts: "zmo", ends: "ne nes neje nei nems nemis nese niu" },
    Noun { gives: "is", starts: "kel", ends: "i is iems ios ioms iomis iose" },
    Noun { gives: "is", starts: "sal rus pil av zuv vag", ends: "is ie ies iai i imi yje ys iu ims imis yse" },
    Noun { gives: "us", starts: "dang med liet vid", ends: "u us aus ui umi uje au ums umis uose" },
];
