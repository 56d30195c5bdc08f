import django_filters
import pytest
from django.contrib.auth import get_user_model
from django.http import QueryDict

from apps.core.errors import InvalidInput
from apps.core.lists import Column, ListFilter, Listing
from apps.core.tests.people import person

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

COLUMNS = (
    Column("name", "Name", ("username",)),
    Column("newest", "Neueste", ("-created_at", "username")),
    Column("role", "Rolle"),
)


class RoleFilter(ListFilter):
    role = django_filters.ChoiceFilter(
        label="Rolle", choices=[("admin", "Chefin"), ("anwender", "Anwender")]
    )

    class Meta:
        model = get_user_model()
        fields: list[str] = []


@pytest.fixture
def people():
    """Seven people, a to g; a and b are admins."""
    for name in "abcdefg":
        person(name, role="admin" if name in "ab" else "anwender")


def listing(query="", **kwargs):
    return Listing(
        QueryDict(query),
        get_user_model().objects.all(),
        columns=COLUMNS,
        filterset=RoleFilter,
        default_sort="name",
        **kwargs,
    )


def names(shown):
    return "".join(user.username for user in shown.page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "abcdefg"),
        ("sort=-name", "gfedcba"),
        ("sort=newest", "abcdefg"),
        ("sort=-newest", "gfedcba"),
        ("sort=role", "abcdefg"),
        ("role=admin", "ab"),
        ("role=admin&sort=-name", "ba"),
        ("role=weg", "abcdefg"),
        ("page_size=3", "abc"),
        ("page_size=3&page=2", "def"),
        ("page_size=3&page=3", "g"),
        ("page_size=3&page=4", "g"),
        ("page_size=3&page=-1", "g"),
        ("page_size=3&page=x", "abc"),
        ("page_size=x", "abcdefg"),
    ],
)
def test_a_list_shows_what_its_address_says_and_forgives_the_rest(people, query, shown):
    assert names(listing(query)) == shown


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("sort=role", ["sort"]),
        ("role=weg", ["role"]),
        ("page=0&page_size=501", ["page", "page_size"]),
        ("role=weg&sort=x&page=x&page_size=x", ["role", "sort", "page", "page_size"]),
    ],
)
def test_a_strict_list_names_everything_that_it_does_not_understand(people, query, fields):
    with pytest.raises(InvalidInput) as refusal:
        listing(query, strict=True)

    assert list(refusal.value.data["fields"]) == fields


def test_a_strict_list_is_empty_beyond_its_end(people):
    beyond = listing("page_size=3&page=4", strict=True)

    assert (names(beyond), beyond.next_url, beyond.count) == ("", None, 7)


def test_a_page_is_never_larger_than_500():
    assert listing("page_size=501").page_size == 500
    assert listing("page_size=500", strict=True).page_size == 500


def test_links_keep_the_state_of_the_list(people):
    shown = listing("role=anwender&q=&sort=-name&page_size=2&page=2")

    assert names(shown) == "ed"
    kept = "?role=anwender&q=&sort=-name&page_size=2"
    assert (shown.previous_url, shown.next_url) == (f"{kept}&page=1", f"{kept}&page=3")
    assert shown.url(sort="name") == "?role=anwender&q=&page_size=2&sort=name"
    assert shown.clear_url == "?"


def test_the_head_of_a_column_turns_the_order_round(people):
    heads = {head["key"]: (head["sorted"], head["url"]) for head in listing("sort=name").columns}

    assert heads == {
        "name": ("asc", "?sort=-name"),
        "newest": ("", "?sort=newest"),
        "role": ("", "?sort=role"),
    }
    assert [head["sortable"] for head in listing().columns] == [True, True, False]
    assert listing("sort=-name").columns[0]["sorted"] == "desc"


def test_a_filter_in_use_is_shown_in_words_with_a_way_out(people):
    [chip] = listing("role=admin&page=2&sort=-name").chips

    assert chip == {
        "name": "role",
        "label": "Rolle",
        "value": "Chefin",
        "remove_url": "?sort=-name",
    }


@pytest.mark.parametrize(
    ("query", "is_narrowed"),
    [("", False), ("sort=-name", False), ("q= ", False), ("q=a", True), ("role=admin", True)],
)
def test_a_list_knows_whether_it_hides_something(people, query, is_narrowed):
    assert listing(query).is_narrowed is is_narrowed


def test_many_pages_are_shown_with_gaps(people):
    for name in "hi":
        person(name)

    pages = listing("page_size=1&page=5").pages

    assert [page and page["number"] for page in pages] == [1, None, 4, 5, 6, None, 9]
    assert [page["number"] for page in pages if page and page["current"]] == [5]


def test_the_offered_page_sizes_mark_the_current_one():
    sizes = {size["size"]: size["current"] for size in listing("page_size=100").page_sizes}

    assert sizes == {25: False, 50: False, 100: True, 200: False}
