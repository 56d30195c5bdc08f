"""Each report about lendings against a slow, independent count over all of them in plain Python."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from apps.core.registry import registry
from apps.lending.tests.histories import NOW, random_history

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BERLIN = ZoneInfo("Europe/Berlin")
YEAR = "period=year"
EVERYTHING = "period=free&date_from=2001-01-01&date_until=2040-12-31"
ODD = "period=free&date_from=2024-03-31&date_until=2025-10-26"  # the clocks change on both days
PERIODS = {
    YEAR: (date(2026, 1, 1), date(2026, 12, 31)),
    EVERYTHING: (date(2001, 1, 1), date(2040, 12, 31)),
    ODD: (date(2024, 3, 31), date(2025, 10, 26)),
}


@pytest.fixture
def history():
    return random_history(seed=8, lendings=200)


def answer_of(code, query):
    report = registry.reports[code]
    form = report.form(QueryDict(query), today=date(2026, 11, 23))
    assert form.is_valid(), form.errors
    return report.run(form.cleaned_data, None, NOW)


def rows_of(code, query, sort=None):
    report = registry.reports[code]
    return list(answer_of(code, query).rows.all(sort or report.sort))


def day_of(moment):
    return moment.astimezone(BERLIN).date()


def lent_in(history, query, keep=lambda lending: True):
    begin, end = PERIODS[query]
    return [
        each for each in history.lendings if begin <= day_of(each.lent_at) <= end and keep(each)
    ]


def is_late(lending):
    return (lending.returned_at or NOW) > lending.due_date


def counts(lendings):
    return (
        len(lendings),
        sum(is_late(each) for each in lendings),
        sum(each.returned_at is None for each in lendings),
    )


def shown(row):
    return row["lendings"], row["late"], row["out"]


def grouped(lendings, key):
    groups = defaultdict(list)
    for each in lendings:
        groups[key(each)].append(each)
    return {name: counts(members) for name, members in groups.items()}


@pytest.mark.parametrize("query", PERIODS)
def test_lendings_by_tool_are_those_that_one_counts_by_hand(history, query):
    rows = rows_of("lendings-by-tool", query)

    lent = defaultdict(list)
    for each in lent_in(history, query):
        lent[each.tool_barcode].append(each.lent_at)
    assert {row["barcode"]: (row["lendings"], row["last"]) for row in rows} == {
        barcode: (len(moments), max(moments)) for barcode, moments in lent.items()
    }


@pytest.mark.parametrize("query", [ODD])
def test_lendings_by_person_are_those_that_one_counts_by_hand(history, query):
    rows = rows_of("lendings-by-worker", query)

    by_hand = grouped(lent_in(history, query), lambda each: each.worker_barcode)
    assert {row["barcode"]: shown(row) for row in rows} == by_hand


@pytest.mark.parametrize("query", [ODD])
def test_lendings_by_department_are_those_that_one_counts_by_hand(history, query):
    rows = rows_of("lendings-by-department", query)

    names = {each.pk: str(each.department or "ohne Abteilung") for each in history.people}
    by_hand = grouped(lent_in(history, query), lambda each: names[each.worker_id])
    assert {row["department"]: shown(row) for row in rows} == by_hand


def test_lendings_over_time_lie_in_the_month_of_berlin(history):
    rows = rows_of("lendings-by-period", YEAR)

    by_hand = Counter(day_of(each.lent_at).month for each in lent_in(history, YEAR))
    assert [row["lendings"] for row in rows] == [by_hand[month] for month in range(1, 13)]


@pytest.mark.parametrize("query", PERIODS)
def test_the_chart_adds_up_to_all_lendings(history, query):
    chart = answer_of("lendings-by-tool", query).chart({})

    assert sum(value.size for value in chart.values) == len(lent_in(history, query))


@pytest.mark.parametrize("query", PERIODS)
def test_utilization_is_the_time_that_one_adds_up_by_hand(history, query):
    rows = rows_of("utilization", query)

    begin, end = (datetime.combine(day, datetime.min.time(), BERLIN) for day in PERIODS[query])
    end = min(end + timedelta(days=1), NOW)
    out = dict.fromkeys((tool.barcode for tool in history.tools if not tool.deleted), timedelta(0))
    for each in history.lendings:
        time = min(each.returned_at or end, end) - max(each.lent_at, begin)
        if each.tool_barcode in out and time > timedelta(0):
            out[each.tool_barcode] += time
    length = end.astimezone(UTC) - begin.astimezone(UTC)
    assert {row["barcode"]: row["share"] for row in rows} == pytest.approx(
        {barcode: 100 * time / length for barcode, time in out.items()}
    )


@pytest.mark.parametrize("query", PERIODS)
def test_the_overdue_history_has_what_was_late_and_by_how_many_days(history, query):
    rows = rows_of("overdue", query)

    begin, end = PERIODS[query]
    by_hand = Counter(
        (
            f"{each.tool_name} · {each.tool_barcode}",
            day_of(each.due_date),
            max(1, (day_of(each.returned_at or NOW) - day_of(each.due_date)).days),
        )
        for each in history.lendings
        if begin <= day_of(each.due_date) <= end and each.due_date < NOW and is_late(each)
    )
    assert Counter((row["tool"], row["due"], row["days"]) for row in rows) == by_hand


@pytest.mark.parametrize(
    ("name", "keep"),
    [
        ("department=Holz", lambda each: str(each.worker.department) == "Holz"),
        ("category=Bohrer", lambda each: str(each.tool.category) == "Bohrer"),
        ("tool_barcode=", lambda each: each.tool_id == each.tool_asked),
        ("worker_barcode=", lambda each: each.worker_id == each.worker_asked),
    ],
)
def test_filters_narrow_to_what_they_name(history, name, keep):
    for each in history.lendings:
        each.tool_asked, each.worker_asked = history.tools[1].pk, history.people[1].pk
    codes = {
        "tool_barcode=": history.tools[1].barcode,
        "worker_barcode=": history.people[1].barcode,
    }

    rows = rows_of("lendings-by-period", f"{YEAR}&{name}{codes.get(name, '')}")

    assert sum(row["lendings"] for row in rows) == len(lent_in(history, YEAR, keep))


@pytest.mark.parametrize("sort", ["-tool", "lendings", "last"])
def test_pages_together_are_the_whole_table_in_its_order(history, sort):
    answer = answer_of("lendings-by-tool", EVERYTHING)

    pages = [row for start in range(0, 15, 5) for row in answer.rows.part(sort, start, 5).rows]

    assert pages == list(answer.rows.all(sort))
    key = sort.removeprefix("-")
    values = [row["tool"].split(" (")[0] if key == "tool" else row[key] for row in pages]
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_totals_are_those_of_all_pages(history):
    part = answer_of("lendings-by-tool", EVERYTHING).rows.part("-lendings", 0, 2)

    assert (part.totals["lendings"], part.count) == (len(lent_in(history, EVERYTHING)), 12)


def test_a_deleted_tool_keeps_its_lendings_and_says_so(history):
    rows = {row["barcode"]: row for row in rows_of("lendings-by-tool", EVERYTHING)}

    gone = rows[history.tools[3].barcode]
    assert gone["tool"] == "Werkzeug 3 (gelöscht)"
    assert gone["url"] == ""
