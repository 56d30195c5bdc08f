"""Where the backend is wrong without a word, our engine is right or refuses."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    TimeField,
    Value,
    When,
)
from django.db.models.functions import Lower, Trunc, TruncDate, TruncMonth, TruncWeek

from apps.core.mongodb import UnsupportedQuery
from scandy_site.tests.probe.data import an_id, fill
from scandy_site.tests.probe.models import Item, Loan, Person, Shelf
from scandy_site.tests.probe.tickets.models import Complaint, Reply

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

COMPLAINTS = Complaint.objects


@pytest.mark.parametrize(
    "ask",
    [
        lambda: COMPLAINTS.select_related("item"),
        lambda: COMPLAINTS.filter(item__name="abc"),
        lambda: COMPLAINTS.order_by("item__name"),
        lambda: COMPLAINTS.values("item__name"),
        lambda: COMPLAINTS.filter(item__in=Item.objects.filter(name="abc")),
        lambda: COMPLAINTS.annotate(
            n=Subquery(Item.objects.filter(pk=OuterRef("item")).values("name"))
        ),
        lambda: Reply.objects.filter(complaint__item__shelf=an_id(1, 1)),
        lambda: Complaint.objects.using("default"),
        lambda: Item.objects.using("tickets"),
    ],
)
def test_query_into_the_other_database_is_refused(ask):
    with pytest.raises(UnsupportedQuery, match=r"prefetch_related\(\)"):
        list(ask())


def test_write_into_the_other_database_is_refused():
    with pytest.raises(UnsupportedQuery):
        Shelf.objects.using("tickets").create(name="x")


def test_references_into_the_other_database_work_without_a_join():
    fill()
    item = Item.objects.get(code="T001")
    complaint = Complaint.objects.create(text="broken", item=item)
    Reply.objects.create(complaint=complaint, text="mended")

    assert Complaint.objects.get(item=item).item == item
    assert Complaint.objects.filter(item__isnull=False, replies__text="mended").count() == 1
    assert [c.item for c in Complaint.objects.prefetch_related("item")] == [item]
    assert Reply.objects.select_related("complaint").get().complaint == complaint


def test_filtered_relation_is_refused():
    open_loans = FilteredRelation("loans", condition=Q(loans__is_open=True))

    with pytest.raises(UnsupportedQuery, match="Prefetch"):
        list(Item.objects.annotate(open_loans=open_loans).filter(open_loans__number=1))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Loan.objects.dates("lent_at", "day"),
        lambda: Loan.objects.annotate(day=Trunc("lent_at", "day", output_field=DateField())),
        lambda: Loan.objects.annotate(hour=Trunc("lent_at", "hour", output_field=TimeField())),
    ],
)
def test_days_that_would_be_shifted_are_refused(ask):
    with pytest.raises(UnsupportedQuery, match=r"datetimes\(\)"):
        list(ask())


def test_days_of_moments_are_those_of_berlin():
    berlin = ZoneInfo("Europe/Berlin")
    fill()
    Loan.objects.filter(number__gt=0).delete()
    Loan.objects.update(lent_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))

    months = Loan.objects.annotate(month=TruncMonth("lent_at")).values_list("month", flat=True)

    assert list(months) == [datetime(2026, 4, 1, tzinfo=berlin)]
    assert list(Loan.objects.datetimes("lent_at", "day")) == [datetime(2026, 4, 1, tzinfo=berlin)]


def test_days_of_dates_are_right():
    fill()
    Item.objects.update(bought_on=date(2026, 4, 1))
    by_month = Item.objects.values(month=TruncMonth("bought_on")).annotate(n=Count("pk"))

    assert list(Item.objects.dates("bought_on", "day")) == [date(2026, 4, 1)]
    assert Item.objects.annotate(week=TruncWeek("bought_on"))[0].week == date(2026, 3, 30)
    assert list(by_month) == [{"month": date(2026, 4, 1), "n": 12}]
    assert Item.objects.filter(bought_on=date(2026, 4, 1)).count() == 12


def test_day_of_a_moment_is_refused_by_the_backend_itself():
    with pytest.raises(Exception, match="TruncDate with tzinfo"):
        list(Loan.objects.annotate(day=TruncDate("lent_at")))


@pytest.mark.parametrize(
    "typed", [".*", "^", "(", "[", "a.c", "$", "\\", "\0", "a\0", "%", "_", ""]
)
@pytest.mark.parametrize(
    "lookup",
    ["iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith"],
)
def test_typed_text_is_no_pattern(lookup, typed):
    names = ["a.c", "abc", "x(y)[z]", "50% _\\$^"]
    Person.objects.bulk_create(Person(name=name) for name in names)
    matches = {
        "iexact": str.__eq__,
        "contains": str.__contains__,
        "icontains": str.__contains__,
        "startswith": str.startswith,
        "istartswith": str.startswith,
        "endswith": str.endswith,
        "iendswith": str.endswith,
    }[lookup]

    found = Person.objects.filter(**{f"name__{lookup}": typed})

    assert {person.name for person in found} == {name for name in names if matches(name, typed)}


TYPED = "$name"


@pytest.mark.parametrize(
    "count",
    [
        lambda: Item.objects.annotate(low=Lower("name")).filter(low=TYPED).count(),
        lambda: Item.objects.annotate(low=Lower("name")).filter(low__in=[TYPED]).count(),
        lambda: (
            Item.objects.annotate(low=Lower("name")).filter(low__gte=TYPED, low__lte=TYPED).count()
        ),
        lambda: Item.objects.annotate(low=Lower("name")).filter(low__range=[TYPED, TYPED]).count(),
        lambda: Item.objects.aggregate(n=Count("pk", filter=Q(name=TYPED)))["n"],
        lambda: (
            Item.objects.annotate(hit=Case(When(name=TYPED, then=Value(1)), default=Value(0)))
            .filter(hit=1)
            .count()
        ),
        lambda: Item.objects.filter(name=TYPED).count(),
        lambda: Item.objects.filter(Q(name=TYPED, name__gte=Lower("name"))).count(),
    ],
)
def test_typed_text_is_no_field_path(count):
    fill()

    assert count() == 2  # two items bear that name


def test_field_references_still_are():
    fill()

    assert Item.objects.annotate(low=Lower("name")).filter(low=F("name")).count() == 8
    assert Item.objects.filter(name__in=["abc", F("name")]).count() == 12
