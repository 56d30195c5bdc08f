"""Lending from the back office: at the tool, and in the list of lendings."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.tests.admin_pages import rows, said
from apps.lending.actions import preset_day
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.lending.services import lend_tool, return_tool
from apps.tools.enums import ToolStatus
from apps.tools.services import change_status, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.models import Worker
from apps.workers.services import delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TOOLS = reverse("admin:tools_tool_changelist")
LENDINGS = reverse("admin:lending_lending_changelist")


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def lending():
    return lent()


def lent(**words):
    return lend_tool(
        tool_id=ToolFactory(**words).pk,
        worker_id=WorkerFactory().pk,
        actor=UserFactory(),
        now=clock.now(),
    )


def at_tool(tool, code):
    return reverse("admin:tools_tool_action", args=[tool.pk, code])


def do(client, url, **answers):
    return client.post(url, {"confirmed": "yes", **answers})


def do_in_list(client, url, code, *objects, **answers):
    chosen = {"_selected_action": [str(each.pk) for each in objects]}
    return client.post(url, {"action": code, "index": 0, **chosen, **answers})


def offered(client, obj):
    label = f"{obj._meta.app_label}_{obj._meta.model_name}"
    page = client.get(reverse(f"admin:{label}_change", args=[obj.pk]))
    return [each["action"].code for each in page.context["object_actions"]]


def in_days(days):
    return clock.today() + timedelta(days=days)


def test_tool_is_lent_to_the_end_of_the_day(employee):
    tool, worker = ToolFactory(), WorkerFactory()
    answers = {"worker": worker.pk, "due_date": in_days(3).isoformat(), "notes": "mit Koffer"}

    response = do(employee, at_tool(tool, "lend"), **answers)

    lending = Lending.objects.get()
    assert response.url == reverse("admin:tools_tool_change", args=[tool.pk])
    assert (lending.tool_id, lending.worker_id, lending.notes) == (
        tool.pk,
        worker.pk,
        "mit Koffer",
    )
    assert lending.due_date == clock.end_of_day(in_days(3)).replace(microsecond=0)
    assert worker.full_name in said(response)[0]


def test_form_presets_the_day_of_the_desk(employee):
    form = employee.get(at_tool(ToolFactory(), "lend")).context["form"]

    assert form["due_date"].value() == preset_day()


def test_nothing_is_lent_before_it_was_asked_to_whom(employee):
    employee.post(at_tool(ToolFactory(), "lend"), {})

    assert not Lending.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"due_date": "2020-01-01"}, "due_date"), ({"due_date": "morgen"}, "due_date")],
)
def test_refused_answer_stands_at_its_field_and_is_kept(employee, answers, field):
    worker = WorkerFactory()

    response = do(employee, at_tool(ToolFactory(), "lend"), worker=worker.pk, **answers)

    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form["worker"].value() == str(worker.pk)
    assert not Lending.objects.exists()


def test_blocked_person_is_refused_with_the_reason(employee):
    worker = WorkerFactory(is_blocked=True, blocked_reason="Schlüssel fehlt")
    answers = {"worker": worker.pk, "due_date": in_days(1).isoformat()}

    response = do(employee, at_tool(ToolFactory(), "lend"), **answers)

    assert "Schlüssel fehlt" in str(response.context["form"].non_field_errors())


def test_deleted_person_cannot_be_chosen(employee):
    worker = WorkerFactory(deleted=True)
    answers = {"worker": worker.pk, "due_date": in_days(1).isoformat()}

    response = do(employee, at_tool(ToolFactory(), "lend"), **answers)

    assert list(response.context["form"].errors) == ["worker"]


def test_tool_lent_by_somebody_else_meanwhile_is_refused_with_the_name(employee, lending):
    answers = {"worker": WorkerFactory().pk, "due_date": in_days(1).isoformat()}

    response = do(employee, at_tool(lending.tool, "lend"), **answers)

    assert lending.worker_name in str(response.context["form"].non_field_errors())


def test_tool_is_taken_back_with_notes(employee, lending):
    do(employee, at_tool(lending.tool, "take_back"), notes="Akku leer")

    lending.refresh_from_db()
    assert (lending.is_open, lending.return_notes) == (False, "Akku leer")


def test_lending_is_extended(employee, lending):
    url = reverse("admin:lending_lending_action", args=[lending.pk, "extend"])

    do(employee, url, due_date=in_days(40).isoformat())

    lending.refresh_from_db()
    assert clock.local_date(lending.due_date) == in_days(40)


def test_tool_is_passed_on(employee, lending):
    other = WorkerFactory()
    answers = {"worker": other.pk, "due_date": in_days(5).isoformat()}

    do(employee, at_tool(lending.tool, "pass_on"), **answers)

    assert Lending.objects.open().get(tool=lending.tool).worker_id == other.pk


def test_old_lending_does_not_take_back_what_somebody_else_has_now(employee, lending):
    return_tool(tool_id=lending.tool_id, actor=lending.lent_by, now=clock.now())
    worker = WorkerFactory()
    newer = lend_tool(
        tool_id=lending.tool_id, worker_id=worker.pk, actor=lending.lent_by, now=clock.now()
    )
    url = reverse("admin:lending_lending_action", args=[lending.pk, "take_back"])

    response = do(employee, url)

    newer.refresh_from_db()
    assert newer.is_open
    assert response.context["form"].non_field_errors()


def test_several_tools_are_lent_each_by_itself(employee):
    free, broken = ToolFactory(), ToolFactory(name="Säge")
    change_status(broken.pk, ToolStatus.DEFECTIVE, actor=None, now=clock.now())
    worker = WorkerFactory()
    answers = {"worker": worker.pk, "due_date": in_days(1).isoformat(), "confirmed": "yes"}

    response = do_in_list(employee, TOOLS, "lend", free, broken, **answers)

    success, refusal = said(response)
    assert [lending.tool_id for lending in Lending.objects.all()] == [free.pk]
    assert free.barcode in success
    assert "Säge" in refusal


def test_list_asks_first_and_then_takes_back_several(employee):
    lendings = [lent(), lent(name="Zange")]

    question = do_in_list(employee, LENDINGS, "take_back", *lendings)
    answer = do_in_list(employee, LENDINGS, "take_back", *lendings, confirmed="yes")

    assert "Zange" in question.content.decode()
    assert [lending.is_open for lending in rows(employee.get(LENDINGS))] == [False, False]
    assert said(answer)[0].startswith("2 ")


def test_page_of_a_tool_offers_what_its_state_allows(employee, lending):
    assert offered(employee, ToolFactory())[:1] == ["lend"]
    assert offered(employee, lending.tool) == ["take_back", "extend", "pass_on", "write_off"]
    assert offered(employee, lending) == ["take_back", "extend", "pass_on", "write_off"]


def test_lost_tools_are_written_off_with_and_without_a_lending(employee, lending):
    in_store = ToolFactory()
    answers = {"reason": "Baustelle aufgelöst", "confirmed": "yes"}

    do_in_list(employee, TOOLS, "write_off", lending.tool, in_store, **answers)

    lending.refresh_from_db()
    assert lending.status == LendingStatus.LOST
    assert rows(employee.get(TOOLS, {"trash": "1"})) == [lending.tool, in_store]
    assert rows(employee.get(LENDINGS, {"state": "lost"})) == [lending]


def test_tool_comes_back_from_the_trash_under_a_new_barcode(employee):
    tool = ToolFactory(barcode="T-1")
    delete_tool(tool.pk, actor=None, now=clock.now())
    ToolFactory(barcode="T-1")

    refused = do(employee, at_tool(tool, "restore"), barcode="T-1")
    do(employee, at_tool(tool, "restore"), barcode="T-2")

    tool.refresh_from_db()
    assert list(refused.context["form"].errors) == ["barcode"]
    assert (tool.deleted, tool.barcode) == (False, "T-2")


def test_panels_show_who_had_the_tool_and_how_many_more(employee, lending):
    for _time in range(6):
        return_tool(tool_id=lending.tool_id, actor=lending.lent_by, now=clock.now())
        lend_tool(
            tool_id=lending.tool_id,
            worker_id=lending.worker_id,
            actor=lending.lent_by,
            now=clock.now(),
        )

    page = employee.get(reverse("admin:tools_tool_change", args=[lending.tool_id]))

    [panel] = [each for each in page.context["panels"] if "lendings" in each.context]
    assert len(panel.context["lendings"]) == 5
    assert panel.more == 2
    assert len(rows(employee.get(panel.more_url))) == 7


def test_unknown_action_does_not_exist(employee, lending):
    assert employee.get(at_tool(lending.tool, "explode")).status_code == 404


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.STANDARD_USER])
def test_actions_are_closed_to_those_outside_the_back_office(role, lending):
    response = do(client_of(role), at_tool(lending.tool, "take_back"))

    lending.refresh_from_db()
    assert response.status_code == 403
    assert lending.is_open


def test_person_with_lendings_is_never_deleted_for_good(lending):
    worker = lending.worker
    return_tool(tool_id=lending.tool_id, actor=lending.lent_by, now=clock.now())
    delete_worker(worker.pk, actor=None, now=clock.now())
    url = reverse("admin:workers_worker_action", args=[worker.pk, "erase"])

    response = do(client_of(Role.ADMIN), url)

    assert Worker.objects.filter(pk=worker.pk).exists()
    assert worker.barcode in said(response)[0]


def test_suggestions_name_the_barcode_and_leave_out_the_trash(employee):
    worker, gone = WorkerFactory(), WorkerFactory()
    delete_worker(gone.pk, actor=None, now=clock.now())
    names = {"app_label": "lending", "model_name": "lending", "field_name": "worker"}

    answer = employee.get(reverse("admin:autocomplete"), {**names, "term": ""}).json()

    assert [each["id"] for each in answer["results"]] == [str(worker.pk)]
    assert worker.barcode in answer["results"][0]["text"]
