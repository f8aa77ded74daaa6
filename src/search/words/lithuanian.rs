//! The suffixes of Lithuanian, as they look when the diacritics are gone.
//!
//! Four rounds: endings (of declension and conjugation), formatives (participles, nouns of action, degrees), the `t` of
//! infinitive and participle, and what is left of a verb's theme. A verb so loses its theme (`naudoti`, `rašyti`,
//! `kalbėti`: naud, ras, kalb), but `-uoti` and `-auti` meet in `av` (`organizuoja`, `organizavimas`: organizav), apart
//! from the noun. Prefixes stay. Words of one root meet more often than they should; the exact form ranks higher, so that
//! costs less than a form that is not found.
//!
//! Whoever changes a rule adds the words it was made for to `tests/data/search/paradigms.txt` or `apart.txt`.

use super::rounds::{Beginnings, ROOT, Rule};

/// Ends of hard declension: nouns, adjectives, definite adjectives.
pub const HARD: &str = "\
    as o ui am a u e ame ai i ams iems iem us ais uose os oje oj om oms omis ose asis ojo ajam aji uoju ajame \
    ieji uju iesiems uosius aisiais uosiuose oji osios ajai aja ojoje ojoj osioms asias osiomis osiose uji";

/// Ends of soft declension, but for those of the nominative singular.
pub const SOFT: &str = "\
    io iui iam i iu iame iai iams iems iem ius iais iuose ia ios ioje ioj iom ioms ias iomis iose ysis iojo \
    iajam iji iuoju iajame ieji iuju iesiems iuosius iaisiais iuosiuose ioji iosios iajai iaja iojoje iojoj \
    iosioms iasias iosiomis iosiose iasis iaji";

/// Ends of soft declension before which a `t` stays as it is; before the others it is `č`.
const BEFORE_T: &str = "- is i ys iems iem ysis iji ieji iesiems";

/// Ends of the declensions that have their own: `-is`, `-ė`, `-us`, `-is` (feminine), `-uo`; reflexive nouns.
pub const OTHER: &str = "\
    is ys y yje e es ei eje ej ems em emis us aus umi uje uj au ums umis iaus iumi iuje iuj iau ies imi ie ims im \
    imis yse asi iasi uo";

/// Persons of the present and of the past.
const PERSONS: &str = "\
    ese at iame iate iat ime it ome uosi iesi ames iuosi iames imes ausi aisi osi omes iausi eisi esi \
    uisi usi iusi usiosi iusiosi";

/// Ends of imperative and conditional that are those of nouns, too, unless they follow a theme.
const AFTER_THEME: &str = "kime kim tume tute";

/// Endings; some give back what shows that the rest of the suffix is a verb's.
const ENDINGS: &[Rule] = &[
    Rule { keep: 2, give: "", starts: "-", ends: HARD },
    Rule { keep: 2, give: "", starts: "-", ends: SOFT },
    Rule { keep: 2, give: "", starts: "-", ends: OTHER },
    Rule { keep: 3, give: "", starts: "-", ends: PERSONS },
    Rule { keep: ROOT, give: "", starts: "-", ends: "eme emes" },
    Rule { keep: 2, give: "", starts: "-", ends: "ate ote ates otes" },
    Rule { keep: 3, give: "*", starts: "j dav in en", ends: "ate at ote ot ates otes" },
    Rule { keep: 3, give: "*", starts: "j", ends: "ete ite" },
    // Participles of what is to be done: dirbtinas; dirbtinis is an adjective of its own.
    Rule { keep: 1, give: "t", starts: "t", ends: "inas inos inoje inoms inomis inose inais inuose iniems" },
    Rule { keep: 0, give: "*", starts: "setin pantin stantin latin", ends: "as os oje oms omis ose ais uose iems" },
    // Future, where its `s` may be that of a noun (procesas) or of a superlative.
    Rule { keep: 2, give: "*", starts: "e au", ends: "siu sime sim site sit sias siant" },
    Rule { keep: 2, give: "e", starts: "esiant", ends: BEFORE_T },
    Rule { keep: 2, give: "e", starts: "esianc", ends: SOFT },
    Rule { keep: 2, give: "au", starts: "ausiant", ends: BEFORE_T },
    Rule { keep: 2, give: "au", starts: "ausianc", ends: SOFT },
    Rule { keep: 2, give: "e", starts: "esim", ends: HARD },
    Rule { keep: 0, give: "*", starts: "nesim tesim plesim gresim", ends: "as o ui u ai us ams ais uose" },
    Rule { keep: 2, give: "*", starts: "k l n r", ends: "sime site siant" },
    Rule { keep: 2, give: "*", starts: "k l n r s z", ends: "tume tute" },
    Rule { keep: 2, give: "*", starts: "e o", ends: "ciau" },
    Rule {
        keep: 0,
        give: "*",
        starts: "klaus",
        ends: "iu ius ime im ite it ias iant iantis ianti iancio ianciu ianciam ianciai",
    },
    Rule { keep: 0, give: "*", starts: "kriaus ies", ends: "iu" },
    Rule { keep: 3, give: "", starts: "iaus", ends: "iu ias" },
    Rule { keep: 1, give: "uoj", starts: "uoj", ends: "i" },
    Rule { keep: 2, give: "*", starts: "inuoj izuoj", ends: "u" },
    Rule { keep: 0, give: "*", starts: "iet", ends: "i is" },
    Rule { keep: 0, give: "*", starts: "vaizdav likvidav degradav konsolidav rekomendav", ends: "us usi" },
    Rule { keep: 0, give: "*", starts: "sak ras dar skait mok laik lank vald stat klaus gaud ganyt", ends: "ete et" },
    Rule { keep: 0, give: "*", starts: "dalyvau vadovau keliau bendrau darbiau tarnau", ends: "s si siu sias" },
    // Nouns that end like these persons: rezultate, robote.
    Rule {
        keep: 0,
        give: "*",
        starts: "rat mat vat fat hat oat eat lat ltat itat ikat vokat ekat ernat agnat senat sonat onat toriat tariat ndiat gliat \
                 legat ogat regat agat utat iktat skat ostat eikat opat ipat ubat abat obat idat mandat oldat psat",
        ends: "e es",
    },
    Rule { keep: 0, give: "*", starts: "uot rot lot iot pot mot hot fot bot kvot gyvot anot narkot", ends: "e es" },
    // Present stems in -i.
    Rule {
        keep: 0,
        give: "*",
        starts: "gal nor tur myl ziur sed gul tik stov lyd gird nuomon tyl regej avej kent zin priklaus",
        ends: "ite it",
    },
    // Superlatives: geriausias.
    Rule { keep: 3, give: "", starts: "iaus", ends: SOFT },
    Rule { keep: 2, give: "j", starts: "jaus", ends: SOFT },
    // Past active participles: dirbęs, dirbusi, rašiusį.
    Rule { keep: ROOT, give: "", starts: "us ius davus", ends: SOFT },
    Rule { keep: 3, give: "", starts: "-", ends: "ius davus" },
    Rule { keep: ROOT, give: "", starts: "-", ends: "usis iusis davusis" },
    // Present and future active participles: dirbantis, dirbančio, rašysiąs.
    Rule { keep: ROOT, give: "", starts: "ant iant", ends: BEFORE_T },
    Rule { keep: ROOT, give: "", starts: "anc ianc inc", ends: SOFT },
    Rule { keep: 3, give: "e", starts: "esiant", ends: BEFORE_T },
    Rule { keep: 3, give: "e", starts: "esianc", ends: SOFT },
    Rule { keep: 0, give: "nes", starts: "nesiant", ends: BEFORE_T },
    Rule { keep: 0, give: "nes", starts: "nesianc", ends: SOFT },
    Rule { keep: ROOT, give: "", starts: "int", ends: "- ys iems iem ysis iji ieji iesiems" },
    // Infinitive, imperative, conditional, future.
    Rule { keep: 3, give: "*", starts: "o e y", ends: "ti tis" },
    Rule {
        keep: 3,
        give: "",
        starts: "-",
        ends: "k kite kit kites kimes tumei tum tumem tumeme tumete tumet tutes tumeis tumeisi tumes tumemes tumetes",
    },
    Rule { keep: 2, give: "*", starts: "o e y uo au in en b d g p m z", ends: AFTER_THEME },
    // The third person of the future; the shortened locative that looks like it (miestuos) is seldom written.
    Rule { keep: 3, give: "*", starts: "uo", ends: "s" },
    Rule { keep: 0, give: "*", starts: "setin pantin stantin latin", ends: "as os oje oms omis ose ais uose iems" },
    // Future, where its `s` may be that of a noun; the rest is a formative.
    Rule { keep: 2, give: "*", starts: "o y in en uo", ends: "site sit" },
    Rule { keep: 2, give: "*", starts: "e", ends: "sime sim site sit siesi simes sites" },
    Rule { keep: 2, give: "*", starts: "b d g k l m n p r t v z", ends: "s sime sim site sit simes sites" },
    // The nominative of -uo, whose other cases have -en-.
    Rule { keep: 2, give: "men", starts: "muo", ends: "-" },
    Rule { keep: 2, give: "den", starts: "duo", ends: "-" },
    // Agents, whose ends look like those of definite adjectives.
    Rule {
        keep: 2,
        give: "*",
        starts: "otoj etoj ytoj intoj entoj uotoj autoj",
        ends: "as o ui a u au uje uj ai ams us ais uose uos os oje oj om oms omis ose",
    },
    // A theme that looks like a definite adjective.
    Rule { keep: 1, give: "*", starts: "auj", ends: "u i" },
    // No theme begins within the diphthong of a root: piešė, piešime, piešiantis.
    Rule { keep: 0, give: "*", starts: "ies", ends: "e ime" },
    Rule { keep: 0, give: "ies", starts: "iesiant", ends: BEFORE_T },
    Rule { keep: 0, give: "ies", starts: "iesianc", ends: SOFT },
    // Stems that look like endings.
    Rule { keep: 3, give: "*", starts: "ces", ends: "e" },
    Rule { keep: 0, give: "*", starts: "pranes", ends: "e ime" },
    Rule {
        keep: 0,
        give: "*",
        starts: "menes demes debes ilges judes rupes klas",
        ends: "is ys y io iui i iu imi yje iai ies iams ius iais iuose ims imis yse",
    },
];

/// What stands between root and ending.
const FORMATIVES: &[Rule] = &[
    Rule { keep: 3, give: "", starts: "am iam om im ym dam dav esn amesn iamesn omesn imesn", ends: "-" },
    Rule { keep: 0, give: "*", starts: "vaizdav likvidav degradav konsolidav rekomendav jaunim", ends: "-" },
    Rule { keep: 0, give: "*", starts: "duod", ends: "am" },
    Rule { keep: 0, give: "*", starts: "miks", ends: "- im" },
    // Future: naudosiu, rašysiantis, vertinsimas.
    Rule { keep: 3, give: "*", starts: "o y in en uo", ends: "s sim" },
    Rule { keep: 2, give: "*", starts: "b g k p m z", ends: "s sim" },
    Rule { keep: 0, give: "*", starts: "tinkam", ends: "-" },
];

/// The `t` of infinitive, conditional and passive participles, `c` where it is softened.
const DENTALS: &[Rule] = &[
    Rule { keep: 3, give: "*", starts: "o e", ends: "t c" },
    Rule { keep: 3, give: "*", starts: "y l n r", ends: "t c" },
    Rule { keep: 1, give: "*", starts: "au", ends: "t c" },
    Rule { keep: 0, give: "*", starts: "jaut jauc", ends: "-" },
    Rule { keep: 0, give: "*", starts: "duo", ends: "t c" },
    Rule { keep: 2, give: "*", starts: "uo in b g k p m z", ends: "t c" },
    Rule { keep: 2, give: "*", starts: "o y in uo au", ends: "tin" },
    Rule { keep: 3, give: "*", starts: "e", ends: "tin" },
    Rule { keep: 0, give: "*", starts: "kur tir kel nes pies ruos griz igalin", ends: "t c" },
    Rule { keep: 0, give: "*", starts: "gal nor tur", ends: "int" },
    Rule { keep: 0, give: "*", starts: "iet iec patyc anket planet balet paket raket tapet robot pilot", ends: "-" },
];

/// What is left of a verb's theme, and softened consonants.
const THEMES: &[Rule] = &[
    Rule { keep: 3, give: "", starts: "oj ej o e y", ends: "-" },
    Rule { keep: 2, give: "av", starts: "uoj auj", ends: "-" },
    Rule { keep: 1, give: "av", starts: "uo au", ends: "-" },
    Rule { keep: 3, give: "*", starts: "toj", ends: "-" },
    Rule { keep: 0, give: "*", starts: "kart kvat vart vait", ends: "oj" },
    Rule { keep: 2, give: "t", starts: "c", ends: "-" },
    Rule { keep: 2, give: "d", starts: "dz", ends: "-" },
    Rule { keep: 0, give: "dav", starts: "duod", ends: "-" },
    // Presents in -sta: vyksta, tempsta.
    Rule { keep: 1, give: "*", starts: "yk ik ok rk lk nk yg ig eg og ug rg ng lg yp lp im em", ends: "st sc" },
    // duoda, davė.
];

/// Without the prefixes that many roots begin like (be, per, pra, su).
pub const BEGINNINGS: Beginnings = Beginnings {
    outer: "ne",
    prefixes: "ant ap api at ati daugia is nu nuo pa po pri pries pusiau tarp uz",
    vowels: "aeiouy",
    liquids: "lr",
};

/// The rounds of the stemmer.
pub const ROUNDS: &[&[Rule]] = &[ENDINGS, FORMATIVES, DENTALS, THEMES];
