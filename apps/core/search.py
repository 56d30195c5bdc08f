"""Search that finds German words as people type them, with one indexed equality per word.

Each thing keeps the beginnings of its words as ``search_terms``. Umlauts stand in both spellings (``ä`` as ``ae`` and
as ``a``), so "bohr" finds Bohrmaschine, "schluessel" and "schlussel" find Schlüssel. A list then asks for documents
that have every typed word among their terms, which a multikey index answers at any size.

Beside the beginnings stands what is left of each whole word without its ending and umlauts, marked so that no typed
word looks like it: "Bohrmaschinen" finds Bohrmaschine, "Hammer" and "Hämmer" find each other. Only whole words meet
there, so an ending that was none ("Messer") costs no precision: it finds Messer and, at worst, Messe.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MAX_PREFIX = 15  # longer words are compared by their first letters
MIN_PREFIX = 2  # a single letter finds only words of a single letter
SHORTEST_STEM = 3  # letters; shorter words have no endings
MAX_WORDS = 6  # of a query; more do not narrow it further
_WORD = re.compile(r"[a-z0-9]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UNDIVIDED = str.maketrans(
    {"ß": "ss", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"}
)
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ern|em|en|er|es|e|(?<=l)n|(?<!s)s)$")
_SPELLED_UMLAUT = re.compile(r"(?<![aeouq])([aou])e")  # not in "Steuer", "Bauer", "Quelle"
STEM_SIGN = "="
_TRAILING_NUMBER = re.compile(r"0*([0-9]+)$")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDIVIDED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _spelled_out(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.lower())
    return _plain(composed.translate(_UMLAUTS))


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset({*_WORD.findall(_plain(text)), *_WORD.findall(_spelled_out(text))})


@lru_cache(maxsize=4096)
def _prefixes(word: str, longest: int) -> frozenset[str]:
    shortest = min(len(word), MIN_PREFIX)
    return frozenset(word[:length] for length in range(shortest, min(len(word), longest) + 1))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """What the forms of a German word share: without endings and umlauts (of a word as ``_spelled_out`` gives it)."""
    kept = _SPELLED_UMLAUT.sub(r"\1", word)
    while (shorter := _ENDING.sub("", kept)) != kept:
        kept = shorter
    return kept


def _stems(texts: Iterable[str]) -> set[str]:
    words = set().union(*(_WORD.findall(_spelled_out(text)) for text in texts))
    return {_stem_term(word) for word in words if _has_forms(word)}


def _has_forms(word: str) -> bool:
    return len(word) >= SHORTEST_STEM and word.isalpha()


def _stem_term(word: str) -> str:
    return STEM_SIGN + stem(word)[:MAX_PREFIX]


def search_terms(
    *texts: str,
    codes: tuple[str, ...] = (),
    longest: int = MAX_PREFIX,
    has_forms: bool = True,
) -> list[str]:
    """The beginnings of all words of the texts and codes, sorted; a code is also found by its number alone.

    :param longest: letters by which words are compared; fewer make a smaller index for a collection that grows.
    :param has_forms: whether the words of the texts are declined; names of people are not.
    """
    words = set().union(*(_words(text) for text in (*texts, *codes)))
    for code in codes:
        if match := _TRAILING_NUMBER.search(code):
            words.update(match.group(0, 1))
    terms = set().union(*(_prefixes(word, longest) for word in words))
    return sorted(terms | _stems(texts) if has_forms else terms)


def query_terms(query: str, *, longest: int = MAX_PREFIX) -> list[tuple[str, ...]]:
    """What to ask ``search_terms`` for: of each word one of these terms; empty when the query has no word in it."""
    words = dict.fromkeys(_WORD.findall(_spelled_out(query)))
    return [_alternatives(word, longest) for word in words][:MAX_WORDS]


def _alternatives(word: str, longest: int) -> tuple[str, ...]:
    """The word as a beginning, and its stem where the beginning does not find that too."""
    if longest < MAX_PREFIX or not _has_forms(word) or stem(word) == word:
        return (word[:longest],)
    return (word[:longest], _stem_term(word))


def sort_key(text: str) -> str:
    """A key that sorts as a German dictionary does (ä like a, case ignored)."""
    return _plain(text).strip()
