import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from itertools import pairwise

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.audit.queries import history_of
from apps.consumables.models import Consumable, StockMovement
from apps.core import clock
from apps.core.models import Barcode
from apps.core.scans import resolve
from apps.lending.models import Lending
from apps.lending.services import lend_tool, return_tool
from apps.setup.demo import bulk
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.services import create_tool, delete_tool
from apps.workers.models import Worker

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SMALL = {"tools": 60, "workers": 56, "lendings": 200, "consumables": 6}


def seed(**options):
    call_command("seed_demo", **{**SMALL, **options}, verbosity=0)


def counts():
    models = {
        "tools": Tool,
        "workers": Worker,
        "lendings": Lending,
        "consumables": Consumable,
    }
    return {name: model.objects.count() for name, model in models.items()}


def assert_consistent():
    """I1, I2, I4 and I6, and nobody had a tool that somebody else had."""
    open_tools = list(Lending.objects.open().values_list("tool", flat=True))
    lent = Tool.objects.filter(status=ToolStatus.LENT).values_list("pk", flat=True)
    assert Counter(open_tools) == Counter(lent)
    things = (*Tool.objects.all(), *Worker.objects.all(), *Consumable.objects.all())
    for thing in things:
        assert resolve(thing.barcode, kind=thing.barcode_kind).object_id == thing.pk
    assert Barcode.objects.count() == len(things)
    assert_stock_adds_up()
    assert_no_overlaps()
    events = Counter(AuditEvent.objects.values_list("event_type", flat=True))
    assert events["lending.tool_lent"] == Lending.objects.count()
    assert events["lending.tool_returned"] == Lending.objects.filter(is_open=False).count()
    assert events["tools.created"] == Tool.objects.count()


def assert_stock_adds_up():
    """I3, and every movement tells the stock that its forerunners left."""
    for consumable in Consumable.objects.all():
        stock = 0
        for movement in StockMovement.objects.filter(consumable=consumable).order_by("used_at"):
            stock += movement.quantity
            assert movement.stock_after == stock >= 0
        assert consumable.current_stock == stock
        assert consumable.forecast_monthly_usage is not None


def assert_no_overlaps():
    periods = Lending.objects.order_by("tool", "lent_at").values_list(
        "tool", "lent_at", "returned_at"
    )
    for (tool, lent_at, returned_at), (next_tool, next_lent_at, _returned) in pairwise(periods):
        assert returned_at is None or lent_at < returned_at
        assert tool != next_tool or (returned_at and returned_at < next_lent_at)


def content():
    """Everything that the seed decides, without ids."""
    tools = Tool.objects.order_by("barcode").values_list(
        "barcode",
        "name",
        "status",
        "serial_number",
        "purchase_price",
        "created_at",
        "location__name",
    )
    workers = Worker.objects.order_by("barcode").values_list(
        "barcode", "first_name", "last_name", "email", "is_active", "is_blocked", "user__username"
    )
    lendings = Lending.objects.order_by("lent_at", "tool_barcode").values_list(
        "tool_barcode", "worker_barcode", "lent_at", "returned_at", "lent_by__username", "notes"
    )
    return list(tools), list(workers), list(lendings)


def test_seed_demo_makes_the_wanted_numbers_and_they_are_consistent():
    seed()

    assert counts() == SMALL
    assert_consistent()
    statuses = Counter(Tool.objects.values_list("status", flat=True))
    assert statuses["verfügbar"] >= 30
    assert set(statuses) == set(ToolStatus.values)
    overdue = Lending.objects.overdue(clock.now()).count()
    assert 0 < overdue < Lending.objects.open().count()


def test_seed_demo_run_again_changes_nothing():
    seed()
    before = content(), AuditEvent.objects.count(), set(User.objects.values_list("password"))

    seed()

    assert (
        content(),
        AuditEvent.objects.count(),
        set(User.objects.values_list("password")),
    ) == before


def test_seed_demo_fills_up_to_larger_numbers():
    seed(tools=20, workers=5, lendings=40)
    barcodes = set(Tool.objects.values_list("pk", "barcode"))

    seed()

    assert counts() == SMALL
    assert_consistent()
    assert barcodes <= set(Tool.objects.values_list("pk", "barcode"))


def test_seed_demo_never_deletes():
    seed()

    seed(tools=1, workers=1, lendings=1)

    assert counts() == SMALL


def test_seed_demo_makes_the_same_from_the_same_seed(django_db_setup):
    seed()
    first = content()
    django_db_setup.restore()

    seed()

    assert content() == first


def test_seed_demo_makes_other_data_from_another_seed(django_db_setup):
    seed()
    first = content()
    django_db_setup.restore()

    seed(seed=2)

    assert all(mine != theirs for mine, theirs in zip(content(), first, strict=True))


def test_the_first_fifty_people_may_borrow_and_others_are_inactive_or_blocked():
    seed(tools=0, workers=200, lendings=0)

    first = Worker.objects.filter(barcode__in=[f"M{number:03}" for number in range(1, 51)])
    assert first.filter(is_active=True, is_blocked=False).count() == 50
    assert Worker.objects.filter(is_active=False).exists()
    assert Worker.objects.filter(is_blocked=True).exclude(blocked_reason="").exists()
    assert not Worker.objects.filter(is_blocked=False).exclude(blocked_reason="").exists()


def test_the_reserved_tools_are_never_lent():
    seed(tools=4210, workers=10, lendings=4300)

    reserved = Tool.objects.filter(barcode__gte="T004000", barcode__lt="T004200")
    assert (reserved.count(), reserved.filter(status="verfügbar").count()) == (200, 200)
    assert not Lending.objects.filter(
        tool_barcode__gte="T004000", tool_barcode__lt="T004200"
    ).exists()
    assert Lending.objects.count() == 4300


def test_things_of_the_demo_pass_the_checks_of_the_forms():
    seed()

    for thing in (*Tool.objects.all(), *Worker.objects.all()):
        thing.full_clean()


def test_the_four_accounts_can_sign_in_and_are_people():
    seed(password="anders-als-sonst")

    for username in ("admin", "mitarbeiter", "anwender", "teilnehmer"):
        assert Client().login(username=username, password="anders-als-sonst")
        user = User.objects.get(username=username)
        assert (user.role, user.worker.full_name) == (username, user.get_full_name())


def test_seed_demo_sets_the_password_anew_and_opens_a_closed_account():
    seed()
    User.objects.filter(username="anwender").update(is_active=False, role="admin", password="!")

    seed()

    assert Client().login(username="anwender", password="scandy-demo")
    assert User.objects.get(username="anwender").role == "anwender"


def test_seed_demo_prints_accounts_and_password(capsys):
    seed(password="anders-als-sonst")

    printed = capsys.readouterr()
    assert "anders-als-sonst" in printed.out
    assert "60 Werkzeuge, 56 Mitarbeiter, 200 Ausleihen" in printed.out
    assert "Ausleihen: 200 von 200" in printed.err


def test_seed_demo_refuses_an_instance_that_somebody_set_up():
    UserFactory(username="admin", role="admin")

    with pytest.raises(CommandError, match="ohne Demodaten eingerichtet"):
        seed()

    assert counts() == dict.fromkeys(SMALL, 0)


def test_seed_demo_takes_an_instance_that_somebody_set_up_by_force():
    UserFactory(username="chefin", role="admin")

    seed(force=True)

    assert counts() == SMALL


def test_seed_demo_takes_a_demo_whose_visitors_made_an_admin(settings):
    settings.IS_DEMO = True
    UserFactory(username="chefin", role="admin")

    seed()

    assert counts() == SMALL


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"tools": "-1"}, "--tools muss eine ganze Zahl"),
        ({"workers": "viele"}, "nicht „viele“"),
        ({"lendings": "99999999999"}, "von 0 bis 10.000.000"),
        ({"seed": "1.5"}, "--seed muss eine ganze Zahl"),
        ({"tools": 10, "lendings": 1001}, "höchstens 1.000 Mal, nicht 1.001 Mal"),
        ({"workers": 0}, "Ausleihen brauchen Mitarbeiter"),
        ({"password": " "}, "--password darf nicht leer sein"),
    ],
)
def test_seed_demo_says_what_is_wrong_with_its_arguments(options, sentence):
    with pytest.raises(CommandError, match=sentence):
        seed(**options)

    assert not User.objects.exists()


def test_seed_demo_leaves_what_people_did_alone():
    seed(lendings=60)
    admin = User.objects.get(username="admin")
    lent, returned = Tool.objects.filter(status="verfügbar").order_by("barcode")[:2]
    worker = Worker.objects.get(barcode="M005")
    delete_tool(Tool.objects.get(barcode="T000055").pk, actor=admin, now=clock.now())
    create_tool(Tool(barcode="T000055", name="Eigene Zange"), actor=admin, now=clock.now())
    for tool in (lent, returned):
        lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=admin, now=clock.now())
    return_tool(tool_id=returned.pk, actor=admin, now=clock.now())

    seed(lendings=600)

    assert Lending.objects.count() == 600
    assert Lending.objects.open().get(tool=lent).worker == worker
    assert Tool.objects.alive().get(barcode="T000055").name == "Eigene Zange"
    assert_no_overlaps()


def test_bulk_insert_stores_what_save_stores():
    seed()
    for model in (Lending, AuditEvent):
        for obj in model.objects.order_by("pk")[:20]:
            collection = connection.get_collection(model._meta.db_table)
            stored = collection.find_one({"_id": obj.pk})
            obj.save(force_update=True)
            assert (
                collection.find_one({"_id": obj.pk}) == stored == utc_as_stored(bulk.document(obj))
            )


def utc_as_stored(document):
    return {
        name: value.replace(tzinfo=None) if isinstance(value, datetime) else value
        for name, value in document.items()
    }


def test_events_of_seeded_lendings_look_like_those_of_the_desk():
    seed()
    mine = Lending.objects.filter(is_open=False).order_by("-lent_at").first()
    actor, tool = (
        mine.lent_by,
        Tool.objects.create(
            barcode="X1", name=mine.tool_name, created_at=mine.lent_at, updated_at=mine.lent_at
        ),
    )
    lending = lend_tool(
        tool_id=tool.pk,
        worker_id=Worker.objects.get(barcode="M001").pk,
        actor=actor,
        now=mine.lent_at,
    )
    return_tool(tool_id=tool.pk, actor=mine.returned_by, now=mine.returned_at)

    desk = shape(history_of(lending), lending)
    assert shape(history_of(mine), mine) == desk
    assert len(desk) == 2


def shape(events, lending):
    """Events without what differs from lending to lending."""
    names = {lending.worker_name: "Person", str(lending.pk): "id"}
    subjects = {
        str(lending.tool_id): "tool",
        str(lending.worker_id): "worker",
        str(lending.pk): "id",
    }
    return [
        (
            event.event_type,
            [subjects[subject.split(":")[1]] for subject in event.subjects],
            event.actor,
            event.actor_name,
            event.at,
            {key: names.get(value, value) for key, value in event.data.items()},
            event.changes,
        )
        for event in events
    ]


def process(**options):
    """The command in a process of its own, on the database of this test."""
    arguments = [f"--{name}={value}" for name, value in {**SMALL, **options}.items()]
    return subprocess.Popen(
        [sys.executable, "manage.py", "seed_demo", *arguments],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "scandy_site.settings.test",
            "MONGODB_DB": connection.settings_dict["NAME"],
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_two_runs_at_once_make_everything_once(written_by_others):
    processes = [process(tools=700, lendings=1500) for _ in range(2)]

    assert [running.wait(timeout=120) for running in processes] == [0, 0]

    assert counts() == SMALL | {"tools": 700, "lendings": 1500}
    assert_consistent()
