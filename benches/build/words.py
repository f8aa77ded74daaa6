"""Words and names of the build benchmark's corpus: Lithuanian stems with their forms, and names as portals have them.

Some 97,000 distinct forms: nouns, adjectives and verbs in all their forms, each also with prefixes. The frequent
ones come far
more often than the rare ones (Zipf's law), with small words in between; grammar and meaning the running text has none.
A word may name its pattern behind a colon; `0` and `skip` leave it out.
"""
import random
from itertools import accumulate

NOUNS_AS = """mokytojas projektas metodas tikslas rezultatas vertinimas ugdymas mokymas darbas
procesas planas klausimas atsakymas eksperimentas dalykas kabinetas žodynas tekstas seminaras
bendradarbiavimas gebėjimas vadovas direktorius:0 susitikimas kursas etapas laikas kompiuteris:0
internetas filmas paveikslas grafikas sprendimas stebėjimas aprašymas įsivertinimas skaitymas
rašymas klausymas kalbėjimas skaičiavimas matavimas modeliavimas programavimas kūrimas tyrinėjimas
aptarimas pristatymas įgyvendinimas planavimas dalyvavimas pasitikėjimas bandymas atradimas
mokslas pasaulis:0 kraštas miestas kaimas muziejus:0 archyvas šaltinis:0 dokumentas straipsnis:0
pranešimas skyrius:0 puslapis:0 lapas sąsiuvinis:0 vadovėlis:0 pratimas pavadinimas veiksmas
principas standartas kriterijus:0 lygmuo:0 pagrindas turtas žaidimas vaidmuo:0 teatras choras
orkestras koncertas renginys:0 konkursas forumas tinklas ryšininkas specialistas psichologas
logopedas bibliotekininkas auklėtojas koordinatorius:0 partneris:0 draugas tėvas vaikas jaunuolis:0
sveikatos:0 sportas judėjimas miškas ežeras upelis:0 oras vanduo:0 medis:0 akmuo:0 stalas langas
mikroskopas termometras robotas jutiklis:0 ekranas užrašas paveldas paprotys:0 amatas sodas daržas"""
NOUNS_IS = """pokytis poreikis iššūkis:ys ryšys:ys uždavinys:ys pavyzdys:ys įgūdis įrankis žemėlapis
skaičius:ius turinys:ys mokinys:ys požiūris sprendinys:ys dėsnis veiksnys:ys rodiklis užsiėmimas:as
gyvenimas:as šaltinis straipsnis puslapis vadovėlis partneris kompiuteris pasaulis renginys:ys
paprotys:ys medis upelis jutiklis dirbinys:ys kūrinys:ys reiškinys:ys lankstinukas:as brėžinys:ys
kriterijus:us direktorius:ius muziejus:us skyrius:ius koordinatorius:ius profesorius:ius sumanymas:as
žodis garsas:as sakinys:ys eilėraštis leidinys:ys laikraštis žurnalas:as plakatas:as bruožas:as"""
NOUNS_A = """mokykla programa pamoka veikla patirtis:ff komanda grupė:e klasė:e kalba matematika istorija
geografija biologija chemija fizika informatika technologija dailė:e muzika literatūra kultūra
bendruomenė:e biblioteka laboratorija konferencija ataskaita refleksija diskusija apklausa anketa
užduotis:ff savybė:e galimybė:e atsakomybė:e kūrybiškumas:mas lyderystė:e pagalba įtrauktis:ff
sėkmė:e pažanga kompetencija strategija praktika teorija idėja svarba kokybė:e aplinka gamta
žemė:e šalis:ff valstybė:e tauta šeima draugystė:e pagarba vertybė:e nuostata motyvacija drąsa
knyga pasaka daina tradicija šventė:e kelionė:e išvyka ekskursija paroda mugė:e dirbtuvė:e
medžiaga priemonė:e lentelė:e schema diagrama nuotrauka vaizdas:mas įžvalga išvada rekomendacija
savivaldybė:e gimnazija progimnazija direktorė:e mokytoja mokinė:e specialistė:e partnerystė:e
saulė:e jūra upė:e žuvis:ff paukštė:e gėlė:e sveikata mityba savaitė:e diena valanda vieta erdvė:e
lenta kėdė:e vinis:ff dalis:ff rūšis:ff mintis:ff atmintis:ff naktis:ff širdis:ff ateitis:ff pradžia:ia
pabaiga eiga trukmė:e apimtis:ff krypti:skip sritis:ff duona kaina taisyklė:e sutartis:ff sąlyga tvarka"""
ADJECTIVES = """naujas:as įdomus:us svarbus:us kūrybiškas:as aktyvus:us bendras:as skirtingas:as ilgalaikis:skip
pagrindinis:inis pradinis:inis vidurinis:inis skaitmeninis:inis praktinis:inis teorinis:inis
socialinis:inis kultūrinis:inis gamtinis:inis tarptautinis:inis nacionalinis:inis regioninis:inis
mokyklinis:inis asmeninis:inis grupinis:inis individualus:us lankstus:us atviras:as saugus:us
stiprus:us gražus:us aiškus:us sudėtingas:as paprastas:as sėkmingas:as naudingas:as reikalingas:as
prasmingas:as atsakingas:as savarankiškas:as lietuviškas:as istorinis:inis meninis:inis techninis:inis
mokslinis:inis tiriamasis:skip jaunas:as senas:as didelis:skip mažas:as geras:as platus:us gilus:us
šiuolaikinis:inis tradicinis:inis įtraukus:us tvarus:us žalias:as mėlynas:as raudonas:as švarus:us"""
# Infinitive, present and past of the third person.
VERBS = """mokyti moko mokė|mokytis mokosi mokėsi|dirbti dirba dirbo|kurti kuria kūrė|skaityti skaito skaitė|
rašyti rašo rašė|kalbėti kalba kalbėjo|klausyti klauso klausė|stebėti stebi stebėjo|tirti tiria tyrė|
tyrinėti tyrinėja tyrinėjo|vertinti vertina vertino|aptarti aptaria aptarė|pristatyti pristato pristatė|
planuoti planuoja planavo|organizuoti organizuoja organizavo|dalyvauti dalyvauja dalyvavo|
bendrauti bendrauja bendravo|bendradarbiauti bendradarbiauja bendradarbiavo|padėti padeda padėjo|
skatinti skatina skatino|ugdyti ugdo ugdė|gebėti geba gebėjo|suprasti supranta suprato|žinoti žino žinojo|
galvoti galvoja galvojo|ieškoti ieško ieškojo|rasti randa rado|atrasti atranda atrado|spręsti sprendžia sprendė|
skaičiuoti skaičiuoja skaičiavo|matuoti matuoja matavo|lyginti lygina lygino|piešti piešia piešė|
dainuoti dainuoja dainavo|žaisti žaidžia žaidė|keliauti keliauja keliavo|aplankyti aplanko aplankė|
susitikti susitinka susitiko|dalintis dalijasi dalijosi|naudoti naudoja naudojo|taikyti taiko taikė|
įgyvendinti įgyvendina įgyvendino|siekti siekia siekė|gerinti gerina gerino|stiprinti stiprina stiprino|
keisti keičia keitė|augti auga augo|tapti tampa tapo|turėti turi turėjo|galėti gali galėjo|norėti nori norėjo|
reikėti reikia reikėjo|parengti parengia parengė|parodyti parodo parodė|paaiškinti paaiškina paaiškino|
aprašyti aprašo aprašė|išbandyti išbando išbandė|pasirinkti pasirenka pasirinko|sukurti sukuria sukūrė|
įsitraukti įsitraukia įsitraukė|pastebėti pastebi pastebėjo|įsivertinti įsivertina įsivertino|
kviesti kviečia kvietė|vesti veda vedė|rinkti renka rinko|analizuoti analizuoja analizavo"""
SMALL = """ir ir ir kad į su iš kaip o ne tai ar bet po per apie jų savo kai už taip pat prie nuo bei yra buvo
dėl iki tačiau jau dar labai kuris kurie kurios todėl kartu pagal tarp be ypač dažnai visi visos kiekvienas
kiekviena mūsų jie jos šis ši šie šios tas ta tie tos čia ten nes jei nors tik daugiau mažiau geriau pirmiausia
vėliau paskui dabar šiandien kasdien visada kartais niekada viena vienas du trys keturi penki šeši septyni
aštuoni devyni dešimt metų metais mėnesį savaitę dieną ant prieš virš be to"""

MUNICIPALITIES = """Alytaus miesto|Kauno miesto|Klaipėdos miesto|Palangos miesto|Panevėžio miesto|
Šiaulių miesto|Vilniaus miesto|Visagino|Neringos|Birštono|Druskininkų|Elektrėnų|Kalvarijos|Kazlų Rūdos|
Marijampolės|Pagėgių|Rietavo|Akmenės rajono|Alytaus rajono|Anykščių rajono|Biržų rajono|Ignalinos rajono|
Jonavos rajono|Joniškio rajono|Jurbarko rajono|Kaišiadorių rajono|Kauno rajono|Kėdainių rajono|Kelmės rajono|
Klaipėdos rajono|Kretingos rajono|Kupiškio rajono|Lazdijų rajono|Mažeikių rajono|Molėtų rajono|Pakruojo rajono|
Panevėžio rajono|Pasvalio rajono|Plungės rajono|Prienų rajono|Radviliškio rajono|Raseinių rajono|Rokiškio rajono|
Skuodo rajono|Šakių rajono|Šalčininkų rajono|Šiaulių rajono|Šilalės rajono|Šilutės rajono|Širvintų rajono|
Švenčionių rajono|Tauragės rajono|Telšių rajono|Trakų rajono|Ukmergės rajono|Utenos rajono|Varėnos rajono|
Vilkaviškio rajono|Vilniaus rajono|Zarasų rajono"""
TOPICS = """Matematika|Lietuvių kalba|Užsienio kalbos|Istorija|Geografija|Biologija|Chemija|Fizika|Informatika|
Robotika|Dailė|Muzika|Teatras|Šokis|Technologijos|Fizinis ugdymas|Etika|Tikyba|Pilietiškumas|Ekonomika|
STEAM ugdymas|Įtraukusis ugdymas|Formuojamasis vertinimas|Diferencijavimas|Projektinis mokymas|
Mokymasis bendradarbiaujant|Tyrinėjimu grįstas mokymas|Patyriminis ugdymas|Nuotolinis mokymas|Mišrus mokymas|
Skaitmeninės priemonės|Dirbtinis intelektas|Medijų raštingumas|Skaitymo gebėjimai|Kūrybinis rašymas|
Probleminis mokymas|Apverstoji klasė|Lauko pamokos|Gamtosauga|Tvarumas|Sveika gyvensena|Emocinis ugdymas|
Patyčių prevencija|Psichologinė pagalba|Karjeros ugdymas|Gabių vaikų ugdymas|Specialieji poreikiai|
Tėvų įtraukimas|Klasės valdymas|Mokyklos kultūra|Lyderystė|Mokytojų bendruomenės|Kolegialus grįžtamasis ryšys|
Pamokos studija|Ikimokyklinis ugdymas|Priešmokyklinis ugdymas|Pradinis ugdymas|Kultūros paveldas|
Tarptautiniai projektai|Neformalusis švietimas"""
SCHOOL_NAMES = """Žemynos Saulės Aušros Ryto Vyturio Ąžuolyno Gedimino Vytauto Žalgirio Dainavos Vingio Ateities Šviesos
Santarvės Versmės Gabijos Medeinos Lazdynų Pilaitės Žvėryno Jovarų Beržyno Ąžuolo Klevo Liepos Kranto Marių
Baltijos Pajūrio Verdenės Smeltės Varpo Pušyno Eglutės Vilties Draugystės Taikos Laisvės Nemuno Neries Dubysos
Šventosios Mūšos Ventos Jūros Minijos Palemono Šilainių Dainų Salduvės Gytarių Juventos Romuvos Sandoros Rasos Lieporių
Ragainės Senvagės Pilėnų Margirio Kęstučio Mindaugo Birutės Daukanto Maironio Donelaičio Basanavičiaus Kudirkos Žemaitės
Vaižganto Baranausko Valančiaus Biliūno Krėvės Čiurlionio Vienuolio Daukšos Strazdo Valiūno Mažvydo Rėzos""".split()
SCHOOL_TYPES = ["gimnazija", "progimnazija", "pagrindinė mokykla", "pradinė mokykla",
                "mokykla-darželis", "mokykla-daugiafunkcis centras"]
WOMEN_FIRST = """Rasa Jūratė Eglė Daiva Vilma Živilė Ieva Rūta Gintarė Aušra Birutė Lina Kristina Šarūnė Ąžuolė Ona
Žydrė""".split()
MEN_FIRST = """Jonas Tomas Darius Andrius Mindaugas Rimantas Šarūnas Gediminas Vytautas Žygimantas Paulius
Kęstutis""".split()
WOMEN_LAST = """Kazlauskienė Petrauskaitė Jankauskienė Žukauskaitė Stankevičienė Butkutė Paulauskienė Urbonaitė
Kavaliauskienė Šimkutė Žilinskienė Navickaitė Ramanauskienė Grigaitė""".split()
MEN_LAST = """Kazlauskas Petrauskas Jankauskas Žukauskas Stankevičius Butkus Paulauskas Urbonas Kavaliauskas Šimkus
Žilinskas Navickas Ramanauskas Grigas""".split()
PREFIXES = "ne pa iš per at su už nu pri ap į be nebe tarp prieš savi daugia pusiau".split()


def split(names):
    return [name.strip() for name in names.replace("\n", "").split("|")]


def softened(stem):
    """t, d before a back vowel: pokytis, pokyčio; medis, medžio."""
    return {"t": stem[:-1] + "č", "d": stem[:-1] + "dž"}.get(stem[-1], stem)


def noun(word, pattern):
    """The forms of a noun; none for a pattern that is not known."""
    if pattern in ("is", "ys"):
        stem, soft = word[:-2], softened(word[:-2])
        return ([word, soft + "io", soft + "iui", stem + "į", soft + "iu", stem + "yje"]
                + [soft + ending for ending in "iai ių iams ius iais iuose".split()])
    if pattern == "ff":
        stem, soft = word[:-2], softened(word[:-2])
        return [stem + ending for ending in "is ies į imi yje ys ims imis yse".split()] + [soft + "iai", soft + "ių"]
    if pattern == "e":
        stem = word[:-1]
        return [stem + ending for ending in "ė ės ei ę e ėje ėms es ėmis ėse".split()] + [softened(stem) + "ių"]
    cut, endings = {
        "as": (2, "as o ui ą u e ai ų ams us ais uose"),
        "mas": (2, "as o ui ą u e ai ų ams us ais uose"),
        "ius": (3, "ius iaus iui ių iumi iuje iai iams iais iuose"),
        "us": (2, "us aus ui ų umi uje ai ams ais uose"),
        "a": (1, "a os ai ą oje ų oms as omis ose"),
        "ia": (1, "a os ai ą oje ų oms as omis ose"),
    }.get(pattern, (0, ""))
    return [word[:-cut] + ending for ending in endings.split()]


def adjective(word, pattern):
    stem, soft = word[:-2], softened(word[:-2])
    if pattern == "as":
        endings = "as o am ą u ame i ų iems us ais uose a os ai oje oms omis ose"
        return [stem + ending for ending in endings.split()]
    if pattern == "us":
        endings = "iam iu iame ių iems ius iais iuose ios iai ią ioje ioms ias iomis iose"
        return [stem + ending for ending in "us ų ūs i".split()] + [soft + ending for ending in endings.split()]
    if pattern == "inis":
        endings = "is į ė ės ei ę ėje ėms es ėmis io iam iu iame iai ių iems ius iais iuose"
        return [stem + ending for ending in endings.split()]
    return []


def verb(infinitive, present, past):
    if infinitive.endswith("tis"):
        return [infinitive, present, past] + [infinitive[:-3] + ending for ending in "tųsi sis damasis damiesi".split()]
    stem = infinitive[:-2]
    forms = [infinitive, present, past] + [stem + ending for ending in "tų dama damas dami damos ti".split()]
    forms.append(stem[:-1] + "š" if stem.endswith("š") else stem + ("" if stem.endswith("s") else "s"))
    middle = "a" if present[-1] in "ao" else "i"
    forms += [present + "me", present[:-1] + middle + "ntis", present[:-1] + middle + "nti"]
    return forms + ([present[:-1] + "ančių"] if middle == "a" else []) + [past + "me"]


def _read(block, pattern):
    """(word, pattern) of each word of a list."""
    split_words = (word.partition(":") for word in block.split())
    return [(word, own or pattern) for word, _, own in split_words if own not in ("0", "skip")]


class Words:
    """Every form in `forms`, the running sums of their weights in `sums`, as `random.choices` takes them; and what titles
    are made of: `nominatives` and `genitives` of nouns, `adjectives`."""

    def __init__(self):
        nouns = [noun(*word) for word in _read(NOUNS_AS, "as") + _read(NOUNS_IS, "is") + _read(NOUNS_A, "a")]
        adjectives = [adjective(*word) for word in _read(ADJECTIVES, "as")]
        verbs = [verb(*forms.split()) for forms in VERBS.replace("\n", "").split("|")]
        self.nominatives = [forms[0] for forms in nouns]
        self.genitives = self._genitives()
        self.adjectives = [forms[0] for forms in adjectives]
        paradigms = nouns + adjectives + verbs
        random.Random("vocab").shuffle(paradigms)
        weights = self._weights(paradigms)
        self.forms = sorted(weights)
        self.sums = list(accumulate(weights[form] for form in self.forms))

    @staticmethod
    def _genitives():
        """One a noun: of the plural for the commonest pattern, else of the singular."""
        read = _read(NOUNS_AS, "as") + _read(NOUNS_IS, "is") + _read(NOUNS_A, "a")
        return [noun(word, pattern)[7 if pattern == "as" else 1] for word, pattern in read]

    @staticmethod
    def _weights(paradigms):
        weights = {}
        for rank, forms in enumerate(paradigms):
            for k, form in enumerate(forms):
                weights[form] = weights.get(form, 0) + 1.0 / (rank + 12) ** 0.85 * (1.0 / (k + 2))
        total = sum(weights.values())
        small = {}
        for rank, word in enumerate(SMALL.split()):
            small[word] = small.get(word, 0) + 1.0 / (rank + 4)
        # Small words are about a quarter of running text.
        for word, weight in small.items():
            weights[word] = weights.get(word, 0) + weight / sum(small.values()) * total * 0.33
        # The long tail, about 7 % of running text, so that the number of forms grows with the corpus as in real text.
        tail = {}
        for forms in paradigms:
            for form in forms:
                for k, prefix in enumerate(PREFIXES):
                    if prefix + form not in weights:
                        tail[prefix + form] = weights[form] * 0.022 / (k + 1)
        weights.update(tail)
        return weights
