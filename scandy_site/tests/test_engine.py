"""Our engine answers as the backend does, only faster: a fixed list of queries, and how they are carried out."""

from collections.abc import Iterable

import pytest
from bson import MinKey
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, Model, OuterRef, Sum
from django_celery_beat.models import PeriodicTask

from scandy_site.tests.probe.data import START, an_id, fill
from scandy_site.tests.probe.models import Item, Loan, Person, Shelf
from scandy_site.tests.query_shapes import READING, WRITING

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

MODELS = (Shelf, Person, Item, Loan)


def asking(alias):
    return lambda model: model.objects.using(alias)


def plainly(value, depth=8):
    """The answer in a form that compares all that was loaded, related and prefetched objects too."""
    if depth == 0 or isinstance(value, str) or not isinstance(value, Model | Iterable):
        return repr(value)
    if isinstance(value, Model):
        fields = {name: value.__dict__[name] for name in value.__dict__ if name != "_state"}
        return type(value), plainly((fields, value._state.fields_cache), depth - 1)
    if isinstance(value, dict):
        return {plainly(key): plainly(item, depth - 1) for key, item in value.items()}
    return [plainly(item, depth - 1) for item in value]


def contents():
    return [plainly(model.objects.order_by("pk")) for model in MODELS]


@pytest.mark.parametrize("shape", READING)
def test_query_answers_as_the_backend_does(shape):
    fill()

    ours, plain = (plainly(READING[shape](asking(alias))) for alias in ("default", "plain"))

    assert ours == plain


@pytest.mark.parametrize("shape", READING)
def test_query_answers_as_the_backend_does_when_there_is_nothing(shape):
    ours, plain = (plainly(READING[shape](asking(alias))) for alias in ("default", "plain"))

    assert ours == plain


@pytest.mark.parametrize("shape", WRITING)
def test_write_changes_the_same_as_the_backend_does(shape):
    results = []
    for alias in ("default", "plain"):
        fill()
        results.append((plainly(WRITING[shape](asking(alias))), contents()))
        for model in reversed(MODELS):
            model.objects.all().delete()

    ours, plain = results
    assert ours == plain


def test_count_of_distinct_values_of_nothing_is_zero():
    answer = Item.objects.aggregate(names=Count("name", distinct=True), total=Sum("count"))

    assert answer == {"names": 0, "total": None}


def test_count_of_all_counts_an_index(count_commands):
    with count_commands() as commands:
        Loan.objects.select_related("item").count()

    assert commands.commands[0]["pipeline"][0] == {"$match": {"_id": {"$gt": MinKey()}}}


def test_count_of_what_is_earlier_reads_no_documents(plan_of):
    fill()

    plan = plan_of(Loan.objects.filter(lent_at__lt=START).values("lent_at"))

    assert plan.indexes == {"probe_loan_lent_at"}
    assert "FETCH" not in plan.stages


def test_order_by_reads_an_index_and_no_more_than_the_page(plan_of):
    fill()

    plan = plan_of(Loan.objects.order_by("-lent_at", "-pk")[:5])

    assert plan.stages == {"LIMIT", "FETCH", "IXSCAN"}
    assert plan.documents == 5


def test_order_by_after_a_null_filter_reads_an_index(plan_of):
    fill()

    plan = plan_of(Loan.objects.filter(returned_at=None).order_by("-lent_at")[:3])

    assert plan.indexes == {"probe_loan_returned_at"}
    assert "SORT" not in plan.stages
    assert plan.documents == 3


def test_select_related_joins_the_page_only(plan_of):
    fill()

    plan = plan_of(Loan.objects.select_related("item", "person").order_by("-lent_at", "-pk")[:5])

    assert plan.indexes == {"probe_loan_lent_at"}
    assert plan.documents <= 5 + 5 + 5  # of 30 loans, 12 items and 3 people


def test_select_related_of_what_is_given_joins_the_page_only(plan_of):
    fill()
    lent_to_one = Loan.objects.select_related("person").filter(person=an_id(2, 1))

    plan = plan_of(lent_to_one.order_by("-lent_at", "-pk")[:2])

    assert plan.documents <= lent_to_one.count() + 2


def test_annotated_subquery_is_computed_for_the_page_only(plan_of):
    fill()
    open_loans = Loan.objects.filter(item=OuterRef("pk"), is_open=True)

    plan = plan_of(Item.objects.annotate(busy=Exists(open_loans)).order_by("name", "pk")[:3])

    assert plan.documents < 12  # of 12 items and 30 loans


def test_values_are_sorted_by_an_index(plan_of):
    fill()

    plan = plan_of(Loan.objects.order_by("-lent_at", "-pk").values("number")[:4])

    assert "SORT" not in plan.stages
    assert plan.documents == 4


@pytest.mark.parametrize(
    ("queryset", "index"),
    [
        (Item.objects.filter(code="T001"), "code"),
        (Item.objects.filter(code__in=["T001", "T002"]), "code"),
        (Item.objects.filter(serial="S-3"), "serial"),
        (Loan.objects.filter(item=an_id(3, 2), is_open=True), "probe_loan_one_open"),
        (Item.objects.filter(tags__contains=["red"]), "probe_item_tags"),
        (Session.objects.filter(session_key="abc"), "session_key"),
        (ContentType.objects.filter(app_label="auth", model="group"), "app_label_model"),
        (Permission.objects.filter(content_type=an_id(9, 9), codename="x"), "content_type_id"),
        (Group.objects.filter(name="x"), "name"),
        (PeriodicTask.objects.filter(name="x"), "name"),
    ],
)
def test_find_uses_an_index(queryset, index, plan_of):
    fill()

    plan = plan_of(queryset)

    assert "COLLSCAN" not in plan.stages
    assert any(index in name for name in plan.indexes)
