"""What the demo's shelves hold: kinds of material with sizes, prices and habits of use (materials.txt)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from apps.consumables.enums import Unit

STEADY, SEASONAL, LUMPY, RARE, FADING = "steady", "seasonal", "lumpy", "rare", "fading"
MAKERS = (
    "Fischer",
    "Würth",
    "Hausmarke",
    "Profi",
    "Reca",
    "Berner",
)  # beyond the first of each article
SUPPLIERS = (
    # name, days until a delivery, customer number
    ("Schrauben Kellermann GmbH", 4, "10-44821"),
    ("Holzhandel Brinkmann", 7, "KD 2093"),
    ("Elektro Großhandel Voss", 3, "771204"),
    ("Farben Lohmeyer", 5, "L-5518"),
    ("Arbeitsschutz Petersen", 6, "AP 30117"),
    ("Bürobedarf Nolte", 2, "N-99012"),
    ("Stahl und Metall Reuter", 9, "SR-4410"),
    ("Reinigungsbedarf Jansen", 4, "20388"),
    ("Gartencenter Wiesner", 8, ""),
    ("Sanitär Albers", 6, "A-7731"),
)


@dataclass(frozen=True)
class Material:
    """One kind of material; each of ``sizes`` is an article of its own.

    ``monthly`` is how much a month uses (lowest, highest), ``cents`` the price of one unit.
    """

    name: str
    sizes: tuple[str, ...]
    category: str
    unit: Unit
    pack: str
    cents: tuple[int, int]
    monthly: tuple[int, int]
    habit: str
    supplier: int


def _read() -> Iterator[Material]:
    for line in Path(__file__).with_suffix(".txt").read_text("utf8").splitlines()[1:]:
        name, sizes, category, unit, pack, cents, monthly, habit, supplier = line.split(" | ")
        yield Material(
            name,
            tuple(sizes.split("; ")),
            category,
            Unit(unit),
            pack,
            _range(cents),
            _range(monthly),
            habit,
            int(supplier),
        )


def _range(text: str) -> tuple[int, int]:
    lowest, highest = text.split("-")
    return int(lowest), int(highest)


MATERIALS = tuple(_read())
CATEGORIES = tuple(dict.fromkeys(material.category for material in MATERIALS))
ARTICLES = tuple((material, size) for material in MATERIALS for size in material.sizes)
PIECES = tuple(article for article in ARTICLES if article[0].unit == Unit.PIECE)
