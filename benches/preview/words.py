"""Word lists of the corpus: names as portals have them, and running text without meaning.

The text has the letters, lengths and spread of frequencies of Lithuanian: about 8,000 forms made of a prefix, a stem
and an ending, the frequent ones far more often than the rare ones (Zipf's law), small words in between.
"""
from itertools import accumulate

PREFIXES = ["", "ne", "pa", "iš", "per", "at", "su", "už"]
STEMS = """mokym ugdym vertinim bendradarbiavim skaitym rašym klausim atsakym tyrim stebėjim aptarim pristatym
planavim dalyvavim bandym atradim projekt metod tiksl rezultat darb proces eksperiment dalyk žodyn tekst seminar
susitikim kurs etap laik internet film paveiksl sprendim aprašym skaičiavim matavim modeliavim programavim kūrim
pasaul krašt miest muziej šaltin dokument straipsn pranešim puslap lap pratim veiksm princip standart žaidim teatr
chor koncert rengin konkurs forum tinkl partner draug tėv vaik jaunuol sport judėjim mišk ežer upel žodž eilėrašt
laikrašt žurnal plakat bruož įgūdž įrank žemėlap pavyzdž požiūr""".split()
ENDINGS = "as o ui ą u e ai ų ams us ais uose".split()
SMALL = """ir kad su iš kaip o ne tai ar bet po per apie jų savo kai už taip pat prie nuo bei yra buvo dėl iki
tačiau jau dar labai kuris kurie todėl kartu pagal tarp be ypač dažnai visi mūsų jie šis ši tas čia ten nes""".split()

ADJECTIVES = """Naujas Įdomus Svarbus Kūrybiškas Aktyvus Bendras Skaitmeninis Praktinis Socialinis Kultūrinis
Tarptautinis Atviras Saugus Aiškus Prasmingas Šiuolaikinis Įtraukus Tvarus""".split()
NOUNS = """mokymas ugdymas vertinimas bendradarbiavimas skaitymas projektas metodas eksperimentas tyrimas žodynas
seminaras teatras choras žaidimas miškas ežeras žemėlapis įrankis laikraštis pavyzdys""".split()
GENITIVES = """mokinių mokytojų tėvų klasės mokyklos bendruomenės pamokos bibliotekos laboratorijos muziejaus
kaimo miesto gamtos istorijos matematikos lietuvių kalbos""".split()

# The name that a list of terms shows, and what a file of a school calls it.
MUNICIPALITIES = {
    "Akmenės r. sav.": "akmenes-r", "Alytaus m. sav.": "alytaus-m", "Anykščių r. sav.": "anyksciu-r",
    "Biržų r. sav.": "birzu-r", "Druskininkų sav.": "druskininku", "Elektrėnų sav.": "elektrenu",
    "Ignalinos r. sav.": "ignalinos-r", "Jonavos r. sav.": "jonavos-r", "Joniškio r. sav.": "joniskio-r",
    "Kauno m. sav.": "kauno-m", "Kauno r. sav.": "kauno-r", "Kėdainių r. sav.": "kedainiu-r",
    "Klaipėdos m. sav.": "klaipedos-m", "Kretingos r. sav.": "kretingos-r", "Marijampolės sav.": "marijampoles",
    "Mažeikių r. sav.": "mazeikiu-r", "Molėtų r. sav.": "moletu-r", "Palangos m. sav.": "palangos-m",
    "Panevėžio m. sav.": "panevezio-m", "Plungės r. sav.": "plunges-r", "Rokiškio r. sav.": "rokiskio-r",
    "Šakių r. sav.": "sakiu-r", "Šiaulių m. sav.": "siauliu-m", "Šilutės r. sav.": "silutes-r",
    "Tauragės r. sav.": "taurages-r", "Telšių r. sav.": "telsiu-r", "Trakų r. sav.": "traku-r",
    "Utenos r. sav.": "utenos-r", "Vilniaus m. sav.": "vilniaus-m", "Zarasų r. sav.": "zarasu-r",
}
AUTHORS = """Rasa Kazlauskienė|Jūratė Petrauskaitė|Eglė Jankauskienė|Živilė Žukauskaitė|Rūta Butkutė|
Aušra Urbonaitė|Šarūnė Šimkutė|Ona Navickaitė|Jonas Kazlauskas|Tomas Petrauskas|Šarūnas Butkus|
Žygimantas Žilinskas|Vytautas Grigas""".replace("\n", "").split("|")


def forms():
    """Every form, and the running sums of their weights, as `random.choices` takes them."""
    words = [(p + s + e, (1 + 3 * i) * (1 + j) * (1 + k / 3))
             for i, p in enumerate(PREFIXES) for j, s in enumerate(STEMS) for k, e in enumerate(ENDINGS)]
    weights = [(word, 1 / (rank + 12) ** 0.85) for word, rank in words]
    total = sum(weight for _, weight in weights)
    small = sum(1 / (rank + 4) for rank in range(len(SMALL)))
    weights += [(word, total / 3 / (rank + 4) / small) for rank, word in enumerate(SMALL)]
    return [word for word, _ in weights], list(accumulate(weight for _, weight in weights))
