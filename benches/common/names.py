"""Names as portals have them, for more than one corpus."""

TOPICS = """Matematika|Lietuvių kalba|Užsienio kalbos|Istorija|Geografija|Biologija|Chemija|Fizika|Informatika|
Robotika|Dailė|Muzika|Teatras|Šokis|Technologijos|Fizinis ugdymas|Etika|Pilietiškumas|Ekonomika|STEAM ugdymas|
Įtraukusis ugdymas|Formuojamasis vertinimas|Diferencijavimas|Projektinis mokymas|Mokymasis bendradarbiaujant|
Patyriminis ugdymas|Nuotolinis mokymas|Skaitmeninės priemonės|Medijų raštingumas|Skaitymo gebėjimai|
Kūrybinis rašymas|Lauko pamokos|Gamtosauga|Tvarumas|Emocinis ugdymas|Patyčių prevencija|Karjeros ugdymas|
Gabių vaikų ugdymas|Tėvų įtraukimas|Lyderystė""".replace("\n", "").split("|")
SCHOOL_NAMES = """Žemynos Saulės Aušros Ryto Vyturio Ąžuolyno Gedimino Vytauto Žalgirio Dainavos Vingio Ateities
Šviesos Santarvės Versmės Gabijos Medeinos Jovarų Beržyno Klevo Liepos Baltijos Varpo Pušyno Vilties Draugystės
Taikos Laisvės Nemuno Neries Dubysos Mūšos Ventos Minijos Juventos Romuvos Sandoros Rasos Pilėnų Kęstučio Mindaugo
Birutės Daukanto Maironio Donelaičio Basanavičiaus Kudirkos Žemaitės""".split()
SCHOOL_TYPES = ["gimnazija", "progimnazija", "pagrindinė mokykla", "pradinė mokykla", "mokykla-darželis"]
