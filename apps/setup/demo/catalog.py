"""What the demo's stores hold: kinds of tools as they stand in catalogs, with makers and models. Only data."""

from dataclasses import dataclass

WORKSHOPS = ("Werkstatt", "Lager", "Transporter")


@dataclass(frozen=True)
class Kind:
    """One kind of tool; ``models`` holds ``(maker, model)``, ``places`` how the names of its locations begin."""

    name: str
    category: str
    models: tuple[tuple[str, str], ...]
    euros: tuple[int, int]
    description: str = ""
    places: tuple[str, ...] = WORKSHOPS
    inspected: bool = True
    networked: bool = False


def _models(text: str) -> tuple[tuple[str, str], ...]:
    """``Bosch: GSR 18V-55, GSR 12V-15; Makita: DDF485`` → pairs of maker and model."""
    return tuple(
        (maker.strip(), model.strip())
        for maker, models in (part.split(":") for part in text.split(";"))
        for model in models.split(",")
    )


def _power(name: str, models: str, euros: tuple[int, int], description: str = "") -> Kind:
    return Kind(name, "Elektrowerkzeuge", _models(models), euros, description)


def _hand(name: str, models: str, euros: tuple[int, int]) -> Kind:
    return Kind(name, "Handwerkzeuge", _models(models), euros, inspected=False)


def _meter(name: str, models: str, euros: tuple[int, int]) -> Kind:
    return Kind(name, "Messgeräte", _models(models), euros, places=("Messraum",))


def _computer(name: str, models: str, euros: tuple[int, int], *, networked: bool = True) -> Kind:
    return Kind(
        name, "IT-Geräte", _models(models), euros, places=("IT-Lager",), networked=networked
    )


CATALOG = (
    _power(
        "Bohrschrauber",
        "Bosch: GSR 18V-55, GSR 12V-15; Makita: DDF485, DDF453; Metabo: BS 18 L; Festool: T 18+3",
        (120, 420),
        "18 V, im Koffer mit zwei Akkus und Ladegerät.",
    ),
    _power(
        "Schlagbohrmaschine", "Bosch: GSB 21-2, PSB 850; Makita: HP2050; Metabo: SBE 850", (80, 230)
    ),
    _power(
        "Bohrhammer",
        "Bosch: GBH 2-28, GBH 18V-26; Hilti: TE 30, TE 6-A36; Makita: HR2630",
        (160, 780),
        "SDS-plus, mit Tiefenanschlag.",
    ),
    _power(
        "Stichsäge",
        "Bosch: PST 900, GST 150 BCE; Festool: PS 420, PSC 420; Makita: 4351FCT",
        (70, 390),
    ),
    _power(
        "Handkreissäge",
        "Bosch: GKS 190; Makita: HS7601, DSP600; Festool: TS 55 F, HK 55",
        (130, 620),
    ),
    _power(
        "Kapp- und Gehrungssäge", "Makita: LS1018L; Festool: KS 60 E; Bosch: GCM 8 SJL", (330, 990)
    ),
    _power(
        "Winkelschleifer",
        "Bosch: GWS 7-125, GWS 22-230; Metabo: W 850-125; Makita: GA5030",
        (60, 260),
    ),
    _power(
        "Exzenterschleifer",
        "Festool: ETS 125, ETS EC 150; Bosch: GEX 125-1; Makita: BO5041",
        (80, 480),
    ),
    _power("Bandschleifer", "Bosch: GBS 75 AE; Makita: 9404; Metabo: BAE 75", (150, 320)),
    _power("Oberfräse", "Festool: OF 1010, OF 1400; Bosch: GOF 1250; Makita: RT0702", (140, 640)),
    _power("Elektrohobel", "Bosch: GHO 26-82; Makita: KP0810; Festool: HL 850", (130, 560)),
    _power("Heißluftgebläse", "Steinel: HL 1920 E, HG 2320 E; Bosch: GHG 23-66", (50, 210)),
    _power(
        "Multifunktionswerkzeug",
        "Fein: MultiMaster 700; Bosch: GOP 55-36; Makita: TM3010",
        (110, 350),
    ),
    _power("Tacker", "Novus: J-105; Bosch: PTK 14; Rapid: E100", (40, 130)),
    _power("Industriesauger", "Kärcher: NT 30/1; Festool: CTL 26; Nilfisk: Attix 33", (180, 760)),
    Kind(
        "Tischkreissäge",
        "Maschinen",
        _models("Bosch: GTS 10 XC; Metabo: TS 254; Bernardo: FKS 1600"),
        (480, 2900),
        places=("Maschinenraum",),
    ),
    Kind(
        "Ständerbohrmaschine",
        "Maschinen",
        _models("Optimum: B 20; Flott: TB 10; Bernardo: BM 20"),
        (390, 2400),
        places=("Maschinenraum",),
    ),
    Kind(
        "Schweißgerät",
        "Maschinen",
        _models("Fronius: TransPocket 180; EWM: Pico 160; Lorch: MicorStick 160"),
        (520, 1900),
        "Mit Massekabel und Elektrodenhalter.",
        ("Werkstatt 2", "Lager A"),
    ),
    Kind(
        "Kompressor",
        "Maschinen",
        _models("Metabo: Basic 250-24; Schneider: UNM 210; Güde: 335/10/50"),
        (170, 620),
    ),
    Kind(
        "Stufenstehleiter",
        "Leitern und Gerüste",
        _models("Hailo: L60 8 Stufen, L60 5 Stufen; Zarges: Z 600 6 Stufen"),
        (70, 240),
        places=("Leiternlager",),
    ),
    Kind(
        "Mehrzweckleiter",
        "Leitern und Gerüste",
        _models("Zarges: Skymaster 3x8; Günzburger: 3x9; Krause: Corda 3x7"),
        (150, 420),
        places=("Leiternlager",),
    ),
    Kind(
        "Teleskopleiter",
        "Leitern und Gerüste",
        _models("Telesteps: Eco 3,0 m; Hailo: T80 FlexLine"),
        (110, 330),
        places=("Leiternlager", "Transporter"),
    ),
    Kind(
        "Rollgerüst",
        "Leitern und Gerüste",
        _models("Krause: ClimTec 3 m; Layher: Zifa 4 m"),
        (480, 1600),
        places=("Leiternlager",),
    ),
    _meter(
        "Multimeter", "Fluke: 117, 179; Benning: MM 5-2; Gossen Metrawatt: METRAHIT 27", (70, 420)
    ),
    _meter("Spannungsprüfer", "Benning: Duspol expert; Fluke: T150; Testboy: Profi III", (35, 110)),
    _meter(
        "Installationstester",
        "Fluke: 1664 FC; Gossen Metrawatt: PROFITEST MTECH; Benning: IT 130",
        (690, 2400),
    ),
    _meter(
        "Kreuzlinienlaser",
        "Bosch: GCL 2-50, GLL 3-80; Stabila: LAX 300; Leica: Lino L2P5",
        (140, 680),
    ),
    _meter("Laser-Entfernungsmesser", "Leica: Disto D2; Bosch: GLM 50; Stabila: LD 520", (75, 540)),
    _meter("Wärmebildkamera", "Flir: C5, E6 Pro; Testo: 868", (450, 2300)),
    _meter(
        "Messschieber digital",
        "Mahr: 16 EWRi; Mitutoyo: Absolute 150 mm; Hoffmann: Garant 200 mm",
        (60, 210),
    ),
    _meter("Bügelmessschraube", "Mahr: 40 EWR; Mitutoyo: 293-240", (80, 240)),
    _hand("Steckschlüsselsatz", "Hazet: 880, 1557; Gedore: 19 V20; Wera: Zyklop 8100", (60, 380)),
    _hand(
        "Drehmomentschlüssel",
        "Hazet: 5122-3CT; Stahlwille: 730 Quick; Gedore: Dremaster",
        (110, 330),
    ),
    _hand(
        "Schraubendrehersatz VDE",
        "Wera: Kraftform 160 i; Wiha: SoftFinish; Felo: Ergonic",
        (25, 80),
    ),
    _hand("Crimpzange", "Knipex: 97 53 14, 97 52 36; Weidmüller: PZ 6 Roto", (70, 230)),
    _hand("Japansäge", "Dictum: Ryoba 240; Silky: Gomtaro 300", (30, 90)),
    _hand("Stechbeitelsatz", "Kirschen: 1101 6-teilig; Narex: Premium 6-teilig", (60, 160)),
    _hand("Schraubzwingen-Satz", "Bessey: GZ 60, TG 100; Festool: FSZ 300", (30, 140)),
    _hand("Rohrzange", "Knipex: 87 01 300, 83 10 020; Rothenberger: Super S", (25, 90)),
    Kind(
        "Akku-Heckenschere",
        "Garten",
        _models("Stihl: HSA 56; Husqvarna: 115iHD55; Makita: DUH523"),
        (140, 420),
        places=("Geräteschuppen",),
    ),
    Kind(
        "Motorsense",
        "Garten",
        _models("Stihl: FS 94, FS 131; Husqvarna: 525RX"),
        (380, 890),
        "Nur mit Schutzbrille und Gehörschutz.",
        ("Geräteschuppen",),
    ),
    Kind(
        "Akku-Laubbläser",
        "Garten",
        _models("Stihl: BGA 57; Makita: DUB184"),
        (130, 340),
        places=("Geräteschuppen",),
    ),
    Kind(
        "Hochdruckreiniger",
        "Reinigung",
        _models("Kärcher: HD 5/15, K 5; Nilfisk: MC 2C"),
        (190, 950),
        places=("Geräteschuppen", "Lager B"),
    ),
    Kind(
        "Scheuersaugmaschine",
        "Reinigung",
        _models("Kärcher: BR 30/4; Numatic: TT 1840"),
        (620, 2600),
        places=("Lager B",),
    ),
    Kind(
        "Küchenmaschine",
        "Küche",
        _models("KitchenAid: Artisan 4,8; Kenwood: Chef XL; Bosch: MUM 5"),
        (180, 640),
        places=("Küche",),
    ),
    Kind(
        "Kaffeemaschine",
        "Küche",
        _models("Melitta: Cafina; Jura: E8; WMF: 1100 S"),
        (160, 2100),
        places=("Küche",),
    ),
    _computer(
        "Laptop",
        "Lenovo: ThinkPad T14, ThinkPad L15; Dell: Latitude 5450; HP: ProBook 450",
        (690, 1490),
    ),
    _computer("Tablet", "Apple: iPad 10; Samsung: Galaxy Tab A9; Lenovo: Tab M11", (190, 620)),
    _computer("Beamer", "Epson: EB-W52; BenQ: MH560; Acer: H6815", (340, 980)),
    _computer(
        "Etikettendrucker", "Brother: QL-820; Zebra: ZD421; Dymo: LabelWriter 550", (110, 430)
    ),
    _computer("Dokumentenkamera", "Elmo: MX-P3; AVer: M70", (210, 890), networked=False),
    _computer("Headset", "Jabra: Evolve2 40; Poly: Voyager 4320", (60, 210), networked=False),
    Kind(
        "Kabeltrommel 50 m",
        "Strom und Licht",
        _models("Brennenstuhl: Garant; as-Schwabe: 10210"),
        (55, 160),
    ),
    Kind(
        "Baustrahler",
        "Strom und Licht",
        _models("Brennenstuhl: Jaro 9060; Hedler: LED 50; Bosch: GLI 18V-2200"),
        (40, 190),
    ),
    Kind(
        "Stromerzeuger",
        "Strom und Licht",
        _models("Honda: EU22i; Endress: ESE 206"),
        (780, 1650),
        places=("Geräteschuppen",),
    ),
)
CATEGORIES = tuple(dict.fromkeys(kind.category for kind in CATALOG))
