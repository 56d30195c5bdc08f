"""Search that finds German words as people type them, with one indexed equality per word.

Each thing keeps the beginnings of its words as ``search_terms``. Umlauts stand in both spellings (``ä`` as ``ae`` and
as ``a``), so "bohr" finds Bohrmaschine, "schluessel" and "schlussel" find Schlüssel. A list then asks for documents
that have every typed word among their terms, which a multikey index answers at any size.
"""

import re
import unicodedata
from functools import lru_cache

MAX_PREFIX = 15  # longer words are compared by their first letters
MIN_PREFIX = 2  # a single letter finds only words of a single letter
MAX_WORDS = 6  # of a query; more do not narrow it further
_WORD = re.compile(r"[a-z0-9]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UNDIVIDED = str.maketrans(
    {"ß": "ss", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"}
)
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


def search_terms(*texts: str, codes: tuple[str, ...] = (), longest: int = MAX_PREFIX) -> list[str]:
    """The beginnings of all words of the texts and codes, sorted; a code is also found by its number alone.

    :param longest: letters by which words are compared; fewer make a smaller index for a collection that grows.
    """
    words = set().union(*(_words(text) for text in (*texts, *codes)))
    for code in codes:
        if match := _TRAILING_NUMBER.search(code):
            words.update(match.group(0, 1))
    return sorted(set().union(*(_prefixes(word, longest) for word in words)))


def query_terms(query: str, *, longest: int = MAX_PREFIX) -> list[str]:
    """What to ask ``search_terms`` for, all of them together; empty when the query has no word in it."""
    words = dict.fromkeys(_WORD.findall(_spelled_out(query)))
    return [word[:longest] for word in words][:MAX_WORDS]


def sort_key(text: str) -> str:
    """A key that sorts as a German dictionary does (ä like a, case ignored)."""
    return _plain(text).strip()
