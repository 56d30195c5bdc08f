"""Finds English on a page: what a person reads or hears there, against what could be shown untranslated.

A text is English when it is a text of the catalogues that has another one in German, or when it contains a word that
only English has. Names of icons, codes and what people typed themselves do not count.
"""

import re
from functools import cache
from gettext import GNUTranslations
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

from apps.core.admin import translations
from scandy_site.env import BASE_DIR

SPOKEN_ATTRIBUTES = ("title", "placeholder", "aria-label", "alt", "data-label", "data-placeholder")
SILENT_TAGS = {"script", "style", "code"}
VOID_TAGS = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use"}
ICON_CLASS = "material-symbols-outlined"
# Words of English that are no words of German, of our pages, and of the names in the tests.
ENGLISH_WORDS = """
about above across actions active add added after again already and any apply are available back be
been before below but by can cancel cannot category change changed choose clear click close confirm
contains continue count create created current date day days default delete deleted department
description done download due each edit editing empty enter entries entry error errors every expand
extend field file first for found from has have hide history home hour hours how if into is it last
least left lend lending lendings less location long lost maintenance many mark maximum may message
more most my new next none not nothing notice notices now object objects of off one only open or
order other our out overdue overview page password people permission please preview previous quick
record remove required reset restore result results return returned row run save saved search see
select selected send set settings short should show since site size some sort submit take that the
their them there these they this those time to today toggle tomorrow tool tools type undo until up
upload use used user users value values view waiting week what when where which who why will with
without work worker workers wrong year yes yesterday yet you your
"""
ENGLISH = frozenset(ENGLISH_WORDS.split())


class _Reader(HTMLParser):
    """Collects what a page says, one text per element or attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.texts += [text for name in SPOKEN_ATTRIBUTES if (text := values.get(name))]
        if tag == "input" and values.get("type") in {"submit", "button"}:
            self.texts.append(values.get("value") or "")
        if tag in VOID_TAGS:
            return
        is_icon = ICON_CLASS in (values.get("class") or "").split()
        if self.silent or tag in SILENT_TAGS or is_icon or values.get("translate") == "no":
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and (text := " ".join(data.split())):
            self.texts.append(text)


def texts_of(page: str) -> list[str]:
    """What a page says, in its order."""
    reader = _Reader()
    reader.feed(page)
    return reader.texts


def english_in(texts: list[str]) -> set[str]:
    """Those of the texts that are English."""
    return {text for text in texts if text in _english_texts() or _english_words(text)}


def _english_words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"(?<![\w./-])[^\W\d_]+(?!\w)", text)} & ENGLISH


@cache
def _english_texts() -> frozenset[str]:
    """What Django, the packages of the back office and we would show without a German entry."""
    german: dict[str, str] = {}
    for name in ("django", "import_export", "rest_framework"):
        folder = Path(str(find_spec(name).origin)).parent  # type: ignore[union-attr]
        for path in folder.rglob("locale/de/LC_MESSAGES/*.mo"):
            german |= _catalog(path)
    ours = BASE_DIR / "locale/de/LC_MESSAGES"
    german |= _catalog(ours / "django.mo")
    listed = re.findall(r'^msgid "(.+)"$', (ours / "django.po").read_text("utf-8"), re.MULTILINE)
    english = {*german, *listed, *translations.THEME, *translations.DJANGO}
    return frozenset(text for text in english if text not in german.values())


def _catalog(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        entries = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {msgid: text for msgid, text in entries.items() if isinstance(msgid, str)}
