import unicodedata

import pytest

from apps.core.search import query_terms, search_terms, sort_key

pytestmark = pytest.mark.unit


def finds(query, *texts, codes=()):
    words, terms = query_terms(query), set(search_terms(*texts, codes=codes))
    return bool(words) and all(terms.intersection(alternatives) for alternatives in words)


@pytest.mark.parametrize(
    "query",
    ["bohr", "Bohrmaschine", "BOHR gsr", "18v", "gsr bohr", "bohrmaschine gsr 18v"],
)
def test_beginnings_of_words_find_a_tool_in_any_order(query):
    assert finds(query, "Bohrmaschine GSR 18V-55")


@pytest.mark.parametrize("query", ["Schlüssel", "schluessel", "schlussel", "SCHLÜSS", "schluess"])
def test_umlauts_are_found_in_each_spelling(query):
    assert finds(query, "Schlüssel 13 mm")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("yilmaz", "Y\N{LATIN SMALL LETTER DOTLESS I}lmaz"),
        ("pawel", "Paweł"),
        ("soren", "Søren"),
        ("celik", "Çelik"),
    ],
)
def test_letters_of_other_languages_are_found_without_their_marks(query, name):
    assert finds(query, name)
    assert finds(name, name)


@pytest.mark.parametrize("query", ["strasse", "Straße", "straß"])
def test_sharp_s_is_found_as_double_s(query):
    assert finds(query, "Straße 5")


@pytest.mark.parametrize("query", ["maschine", "bohr schleif", "gsrx", "x"])
def test_other_words_do_not_find_it(query):
    assert not finds(query, "Bohrmaschine GSR 18V-55")


@pytest.mark.parametrize("query", ["T001234", "t0012", "001234", "1234"])
def test_a_code_is_found_whole_in_part_and_by_its_number(query):
    assert finds(query, "Säge", codes=("T001234",))


@pytest.mark.parametrize("query", ["", "   ", ".*", "$", "()", "\0", "-"])
def test_a_query_without_a_word_has_no_terms(query):
    assert query_terms(query) == []


def test_a_word_longer_than_the_kept_prefix_is_found_by_its_beginning():
    assert finds("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsgesellschaft")


def test_a_long_query_asks_for_a_bounded_number_of_words():
    assert len(query_terms(" ".join(f"wort{number}" for number in range(5000)))) == 6


def test_names_sort_as_in_a_german_dictionary():
    names = ["Zange", "Äxte", "axt", "Öler", "Ofen", "Ähre"]
    assert sorted(names, key=sort_key) == ["Ähre", "axt", "Äxte", "Ofen", "Öler", "Zange"]


def test_a_single_letter_finds_only_words_of_one_letter():
    assert finds("M", "Leiter 3 m")
    assert not finds("L", "Leiter 3 m")


def test_terms_can_be_shortened_for_collections_that_grow():
    terms = search_terms("Bohrmaschine", longest=4, has_forms=False)

    assert terms == ["bo", "boh", "bohr"]
    assert query_terms("Bohrmaschine", longest=4) == [("bohr",)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Bohrmaschinen", "Bohrmaschine GSR 18V"),
        ("Zangen", "Zange"),
        ("Leitern", "Leiter 3 m"),
        ("Hammer", "Hämmer"),
        ("Hämmer", "Hammer 500 g"),
        ("haemmern", "Hammer"),
        ("Schlüsseln", "Schlüssel"),
        ("Schlüssel", "Schluessel"),
        ("Akkus", "Akku 18V"),
        ("Räder", "Rad"),
        ("Gläser", "Glas"),
        ("Fässer", "Fass"),
        ("Bretter", "Brett"),
        ("Steuern", "Steuer"),
        ("Leitungen", "Leitung"),
    ],
)
def test_the_forms_of_a_word_find_each_other(query, name):
    assert finds(query, name)
    assert finds(name.split()[0], query)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Messer", "Messgerät"),
        ("Bohrer", "Bohrmaschine"),
        ("Kreis", "Kreide"),
        ("Säge", "Sagrotan"),
    ],
)
def test_what_is_left_of_a_word_is_no_beginning(query, name):
    assert not finds(query, name)


def test_names_of_people_have_no_forms():
    assert "=pet" not in search_terms("Petersen", has_forms=False)
    assert not set(query_terms("Petersen")[0]) & set(search_terms("Peters", has_forms=False))


def test_decomposed_umlauts_are_umlauts():
    assert finds(unicodedata.normalize("NFD", "Schlüssel"), "Schlüssel")
