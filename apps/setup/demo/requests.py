"""What people of the demo ask for: titles, what they write, what is answered. Only words."""

from apps.tickets.enums import TicketCategory

# Title, description, work area, tag
Request = tuple[str, str, str, str]

REQUESTS: dict[TicketCategory, tuple[Request, ...]] = {
    TicketCategory.GENERAL: (
        (
            "Tür zum Lager klemmt",
            "Die Tür zum Lager geht nur noch mit Kraft auf. Unten schleift sie auf dem Boden.",
            "Haustechnik",
            "Tür",
        ),
        (
            "Licht über Werkbank 4 flackert",
            "Seit gestern flackert die Leuchtstoffröhre. Man kann dort kaum anreißen.",
            "Elektro",
            "Beleuchtung",
        ),
        (
            "Drucker im Büro zieht kein Papier",
            "Der Drucker meldet einen Papierstau, es steckt aber nichts drin.",
            "IT",
            "Drucker",
        ),
        (
            "Absaugung an der Kreissäge zu schwach",
            "Die Späne bleiben liegen, der Beutel ist schon gewechselt.",
            "Holz",
            "Absaugung",
        ),
        (
            "Stuhl im Schulungsraum wackelt",
            "Beim vierten Stuhl in der zweiten Reihe ist ein Bein locker.",
            "Holz",
            "Möbel",
        ),
        (
            "Kein WLAN im Besprechungsraum",
            "Die Geräte finden das Netz, kommen aber nicht hinein.",
            "IT",
            "Netzwerk",
        ),
    ),
    TicketCategory.WORK_ORDER: (
        (
            "Regal für den Empfang",
            "Wandregal aus Buche, 180 x 90 cm, vier Böden, geölt. Maße bitte vor Ort prüfen.",
            "Holz",
            "Möbelbau",
        ),
        (
            "Geländer an der Rampe",
            "Handlauf aus Edelstahl an beiden Seiten, Länge je 4,20 m.",
            "Metall",
            "Schweißen",
        ),
        (
            "Zehn Hochbeete für die Kita",
            "Lärche unbehandelt, 120 x 80 cm, mit Folie ausgeschlagen.",
            "Holz",
            "Außenbereich",
        ),
        (
            "Schilder für die Stockwerke",
            "Acryl graviert, 30 x 20 cm, vier Stück mit Abstandshaltern.",
            "Metall",
            "Beschriftung",
        ),
        (
            "Fahrräder durchsehen",
            "Sechs Diensträder: Bremsen, Licht, Kette. Bitte mit Prüfzettel.",
            "Metall",
            "Wartung",
        ),
    ),
    TicketCategory.MATERIAL_REQUEST: (
        (
            "Schleifpapier Körnung 120",
            "Für den Möbelkurs brauchen wir 50 Blatt, möglichst bis Ende der Woche.",
            "Holz",
            "Verbrauch",
        ),
        (
            "Arbeitshandschuhe Größe 9",
            "Zwölf Paar, die alten sind durch.",
            "Metall",
            "Schutzausrüstung",
        ),
        (
            "Kabelkanal weiß, 2 m",
            "Zehn Stück für den neuen Arbeitsplatz im Büro.",
            "Elektro",
            "Installation",
        ),
    ),
}
QUESTIONS = (
    "Bis wann wird das gebraucht?",
    "Wann passt es, dass jemand vorbeikommt?",
    "Wir haben uns das angesehen, es fehlt noch ein Ersatzteil.",
    "Ist bestellt und kommt voraussichtlich nächste Woche.",
)
ANSWERS = (
    "Am besten vormittags, vielen Dank.",
    "Es eilt nicht, Ende des Monats reicht.",
    "Danke, das hilft uns schon weiter.",
    "Heute ging es wieder nicht.",
)
NOTES = (
    "Beim letzten Mal war es derselbe Fehler, bitte den ganzen Satz tauschen.",
    "Kosten vorher mit der Verwaltung klären.",
    "Schlüssel liegt am Empfang.",
)
CUSTOMERS = (
    ("intern", "Verwaltung", "Durchwahl 12", "Haus A"),
    ("intern", "Küche", "Durchwahl 31", "Haus B"),
    ("extern", "Kita Sonnenschein", "leitung@kita.example.org", ""),
    ("extern", "Stadtbücherei", "030 23125 077", ""),
)
WORK = (
    ("Aufmaß und Zuschnitt", "Holz", "2.5"),
    ("Montage vor Ort", "Montage", "4"),
    ("Oberfläche", "Holz", "1.75"),
    ("Fehlersuche", "Elektro", "0.5"),
    ("Schweißen und Verputzen", "Metall", "3.25"),
)
DISMISSALS = ("Doppelt gemeldet", "Hat sich erledigt", "Wird mit dem Umbau gemacht")
