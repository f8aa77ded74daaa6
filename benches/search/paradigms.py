"""Word lists of the generated documents: Lithuanian words with all their forms, and names as portals have them.

A *paradigm* is the list of the forms of one word, of a verb with its verbal noun. Which forms belong together is known here, so queries can be drawn
whose right answers are certain. The forms are those of the regular patterns; the running text made of them has no meaning.
"""
import random
from itertools import accumulate

# Nouns by pattern. In „io“ nouns t and d soften before a back vowel (pokytis, pokyčio).
NOUNS = {
    "as": """mokytojas projektas metodas tikslas rezultatas   procesas planas klausimas atsakymas
        dalykas kabinetas žodynas seminaras  gebėjimas vadovas susitikimas kursas etapas filmas
        paveikslas grafikas sprendimas       programavimas
         aptarimas    pasitikėjimas atradimas kraštas miestas kaimas
        archyvas dokumentas vaidinimas puslapis:io lapas pratimas pavadinimas veiksmas principas standartas žaidimas
        teatras choras koncertas konkursas forumas tinklas specialistas psichologas logopedas bibliotekininkas
        auklėtojas draugas vaikas sportas judėjimas miškas ežeras robotas ekranas užrašas sodas daržas žurnalas""",
    "io": """pokytis poreikis įgūdis įrankis žemėlapis rodiklis žodis eilėraštis laikraštis straipsnis šaltinis
        vadovėlis partneris kompiuteris medis upelis jutiklis renginys leidinys brėžinys pavyzdys mokinys požiūris
        ryšys turinys dėsnys kūrinys reiškinys sakinys lankstinys""",
    "a": """mokykla programa pamoka veikla komanda kalba matematika geografija biologija laboratorija konferencija
        ataskaita refleksija diskusija apklausa anketa pagalba pažanga kompetencija strategija idėja aplinka gamta
        tauta šeima pagarba nuostata motyvacija knyga pasaka daina išvyka ekskursija paroda medžiaga schema diagrama
        nuotrauka įžvalga išvada rekomendacija gimnazija mokytoja sveikata savivalda diena valanda lenta tvarka""",
    "ė": """klasė grupė dailė bendruomenė savybė galimybė atsakomybė lyderystė sėkmė kokybė žemė valstybė draugystė
        vertybė šventė kelionė mugė dirbtuvė priemonė lentelė savivaldybė direktorė specialistė partnerystė upė gėlė
        savaitė erdvė kėdė trukmė taisyklė mentorystė tinklaveikė savanorystė dvikalbystė""",
    "is": "patirtis užduotis įtrauktis šalis dalis rūšis mintis atmintis naktis širdis ateitis apimtis sritis sutartis",
}
ADJECTIVES = {
    "as": """naujas kūrybiškas bendras skirtingas atviras sudėtingas paprastas sėkmingas naudingas reikalingas
        prasmingas atsakingas savarankiškas lietuviškas jaunas geras žalias mėlynas""",
    "us": "įdomus svarbus aktyvus individualus lankstus saugus gražus aiškus platus gilus įtraukus tvarus švarus",
    "inis": """pagrindinis pradinis skaitmeninis praktinis teorinis socialinis kultūrinis tarptautinis nacionalinis
        regioninis asmeninis grupinis istorinis meninis techninis mokslinis šiuolaikinis tradicinis""",
}
# Infinitive, present and past of the third person.
VERBS = """mokyti moko mokė|dirbti dirba dirbo|skaityti skaito skaitė|rašyti rašo rašė|stebėti stebi stebėjo|
tyrinėti tyrinėja tyrinėjo|vertinti vertina vertino|pristatyti pristato pristatė|planuoti planuoja planavo|
organizuoti organizuoja organizavo|dalyvauti dalyvauja dalyvavo|bendradarbiauti bendradarbiauja bendradarbiavo|
skatinti skatina skatino|ugdyti ugdo ugdė|ieškoti ieško ieškojo|skaičiuoti skaičiuoja skaičiavo|
matuoti matuoja matavo|lyginti lygina lygino|piešti piešia piešė|dainuoti dainuoja dainavo|keliauti keliauja keliavo|
naudoti naudoja naudojo|taikyti taiko taikė|įgyvendinti įgyvendina įgyvendino|gerinti gerina gerino|
stiprinti stiprina stiprino|aprašyti aprašo aprašė|paaiškinti paaiškina paaiškino|įsivertinti įsivertina įsivertino|
analizuoti analizuoja analizavo|integruoti integruoja integravo|diegti diegia diegė""".replace("\n", "")
SMALL = """ir kad su į iš kaip o ne tai ar bet po per apie jų savo kai už taip pat prie nuo bei yra buvo dėl iki tačiau
jau dar labai kuris kurie todėl kartu pagal tarp be ypač dažnai visi mūsų jie šis ši tas čia ten nes jei nors tik""".split()
# Each word has a rarer one with each of these before it: so most words are rare, as in all running text.
PREFIXES = "ne pa iš per at su už nu pri ap į be nebe tarp prieš savi daugia pusiau".split()

MUNICIPALITIES = {
    "Alytaus m.": "alytaus-m", "Anykščių r.": "anyksciu-r", "Biržų r.": "birzu-r", "Ignalinos r.": "ignalinos-r",
    "Jonavos r.": "jonavos-r", "Joniškio r.": "joniskio-r", "Kauno m.": "kauno-m", "Kauno r.": "kauno-r",
    "Kėdainių r.": "kedainiu-r", "Klaipėdos m.": "klaipedos-m", "Kretingos r.": "kretingos-r",
    "Mažeikių r.": "mazeikiu-r", "Molėtų r.": "moletu-r", "Palangos m.": "palangos-m", "Panevėžio m.": "panevezio-m",
    "Plungės r.": "plunges-r", "Prienų r.": "prienu-r", "Rokiškio r.": "rokiskio-r", "Šakių r.": "sakiu-r",
    "Šiaulių m.": "siauliu-m", "Šilutės r.": "silutes-r", "Tauragės r.": "taurages-r", "Telšių r.": "telsiu-r",
    "Trakų r.": "traku-r", "Utenos r.": "utenos-r", "Varėnos r.": "varenos-r", "Vilniaus m.": "vilniaus-m",
    "Zarasų r.": "zarasu-r",
}
AUTHORS = """Rasa Kazlauskienė|Jūratė Petrauskaitė|Eglė Jankauskienė|Živilė Žukauskaitė|Rūta Butkutė|Aušra Urbonaitė|
Šarūnė Šimkutė|Ona Navickaitė|Jonas Kazlauskas|Tomas Petrauskas|Žygimantas Žilinskas|Vytautas Grigas""".replace(
    "\n", "").split("|")


def soft(stem):
    return {"t": stem[:-1] + "č", "d": stem[:-1] + "dž"}.get(stem[-1], stem)


def noun(word, pattern):
    if pattern == "as":
        return [word[:-2] + ending for ending in "as o ui ą u e ai ų ams us ais uose".split()]
    if pattern == "io":
        stem = word[:-2]
        return ([word, stem + "į", stem + "yje"]
                + [soft(stem) + ending for ending in "io iui iu iai ių iams ius iais iuose".split()])
    if pattern == "a":
        return [word[:-1] + ending for ending in "a os ai ą oje ų oms as omis ose".split()]
    if pattern == "ė":
        return [word[:-1] + ending for ending in "ė ės ei ę e ėje ėms es ėmis ėse".split()] + [soft(word[:-1]) + "ių"]
    stem = word[:-2]
    return [stem + ending for ending in "is ies į imi yje ys ims imis yse".split()] + [soft(stem) + "iai", soft(stem) + "ių"]


def adjective(word, pattern):
    stem = word[:-2]
    if pattern == "as":
        endings = "as o am ą u ame i ų iems us ais uose a os ai oje oms omis ose"
    elif pattern == "us":
        return ([stem + ending for ending in "us ų ūs i".split()] + [soft(stem) + ending for ending in
                "iam iu iame ių iems ius iais iuose ios iai ią ioje ioms ias iomis iose".split()])
    else:
        endings = "is į ė ės ei ę ėje ėms es ėmis io iam iu iame iai ių iems ius iais iuose"
    return [stem + ending for ending in endings.split()]


def verb(infinitive, present, past):
    stem = infinitive[:-2]
    middle = "i" if present.endswith("i") else "a"
    return noun(_verbal_noun(infinitive, past), "as") + [infinitive, present, past, present + "me", past + "me", present[:-1] + middle + "ntis",
            present[:-1] + middle + "nti"] + [stem + ending for ending in "s siu tų dama damas dami damos".split()]


def _verbal_noun(infinitive, past):
    """„Vertinimas“ of „vertinti“: who looks for the one means the other too."""
    return past[:-1] + ("ymas" if infinitive.endswith("yti") and past.endswith("ė") else "imas")


def paradigms():
    """Every word as (forms, what part of speech), without and with prefixes; the frequent ones first."""
    plain = [(noun(*_pattern(word, pattern)), "noun") for pattern, words in NOUNS.items() for word in words.split()]
    plain += [(adjective(word, pattern), "adjective") for pattern, words in ADJECTIVES.items() for word in words.split()]
    plain += [(verb(*one.split()), "verb") for one in VERBS.split("|")]
    random.Random("order of the words").shuffle(plain)
    prefixed = [([prefix + form for form in forms], part) for prefix in PREFIXES for forms, part in plain]
    return plain + prefixed


def _pattern(word, pattern):
    word, _, own = word.partition(":")
    return word, own or pattern


def weighted_forms(found):
    """Every form, and the running sums of their weights, as `random.choices` takes them."""
    plain = next(i for i, (forms, _) in enumerate(found) if i and forms[0].startswith(PREFIXES[0] + found[0][0][0]))
    weights = {}
    for rank, (forms, _) in enumerate(found):
        # A word with a prefix is a fiftieth as frequent as the one without, and the later prefixes are rarer.
        share = 1 if rank < plain else 0.022 / (rank // plain)
        for k, form in enumerate(forms):
            weights[form] = weights.get(form, 0) + share / (rank % plain + 12) ** 0.85 / (k + 2)
    total = sum(weights.values())
    small = sum(1 / (rank + 4) for rank in range(len(SMALL)))
    for rank, word in enumerate(SMALL):
        weights[word] = weights.get(word, 0) + total / 3 / (rank + 4) / small
    return list(weights), list(accumulate(weights.values()))
