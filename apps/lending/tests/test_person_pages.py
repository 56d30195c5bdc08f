"""What the pages of people show of their lendings, and what is printed of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.models import Lending
from apps.lending.services import lend_tool, return_tool
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tools.tests.factories import ToolFactory
from apps.workers.models import Worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def client():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def lend():
    actor = UserFactory()

    def lend(worker: Worker, *, days_late: int = 0, **tool: str) -> Lending:
        now = clock.now()
        lending = lend_tool(
            tool_id=ToolFactory(**tool).pk, worker_id=worker.pk, actor=actor, now=now
        )
        if days_late:
            due = now - timedelta(days=days_late)
            Lending.objects.filter(pk=lending.pk).update(due_date=due)
        return lending

    return lend


def page(name, worker):
    return reverse(f"workers:{name}", args=[worker.barcode])


def text_of(response):
    return " ".join(p.extract_text() for p in PdfReader(BytesIO(response.content)).pages)


def loads(response):
    return [
        (worker.barcode, worker.open_count, worker.overdue_count, worker.overdue_days)
        for worker in response.context["listing"].page
    ]


def test_the_list_counts_what_people_have(client, lend):
    some, none = WorkerFactory(barcode="A"), WorkerFactory(barcode="B")
    for days_late in (0, 2, 5):
        lend(some, days_late=days_late)

    assert loads(client.get(reverse("workers:list"), {"sort": "barcode"})) == [
        ("A", 3, 2, 5),
        (none.barcode, 0, 0, 0),
    ]


@pytest.mark.parametrize(("value", "found"), [("open", ["A", "B"]), ("overdue", ["B"])])
def test_the_list_is_filtered_by_what_people_have(client, lend, value, found):
    lend(WorkerFactory(barcode="A"))
    lend(WorkerFactory(barcode="B"), days_late=1)
    WorkerFactory(barcode="C")

    response = client.get(reverse("workers:list"), {"lendings": value, "sort": "barcode"})

    assert [row[0] for row in loads(response)] == found


def test_counting_reads_no_lendings_and_asks_once(client, lend, count_commands):
    url, totals = reverse("workers:list"), []
    for more in (1, 8):
        worker = WorkerFactory()
        for _number in range(more):
            lend(worker)
        client.get(url)
        with count_commands() as commands:
            client.get(url)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10


def test_the_detail_shows_what_is_out_and_what_came_back(client, lend):
    worker = WorkerFactory()
    late, soon, back = lend(worker, days_late=3), lend(worker), lend(worker)
    return_tool(tool_id=back.tool_id, actor=UserFactory(), now=clock.now())

    shown = client.get(page("detail", worker)).context["worker"]

    assert [lending.pk for lending in shown.open_lendings] == [late.pk, soon.pk]
    assert [lending.pk for lending in shown.past_lendings] == [back.pk]


def test_the_checklist_names_what_must_come_back(client, lend):
    worker = WorkerFactory(
        first_name="Jörg", last_name="Weiß", department=DepartmentFactory(name="Holz")
    )
    lend(worker, barcode="T1", name="Bohrmaschine", days_late=4)
    lend(worker, barcode="T2", name="Säge")

    text = text_of(client.get(page("exit_pdf", worker)))

    for part in ("Jörg Weiß", "Holz", "Noch auszugeben: nichts", "Noch zurück: 2 Werkzeuge"):
        assert part in text
    assert text.index("T1") < text.index("T2")
    assert "4 Tage zu spät" in text
    assert "Unterschrift" in text


def test_who_owes_nothing_gets_a_checklist_that_says_so(client):
    worker = WorkerFactory()

    assert client.get(page("exit", worker)).context["checklist"].is_settled
    assert "Noch zurück: nichts" in text_of(client.get(page("exit_pdf", worker)))


def test_who_is_set_inactive_with_tools_out_leads_to_the_checklist(client, lend):
    worker = WorkerFactory()
    lend(worker)

    response = client.post(page("status", worker), {"status": "inaktiv"})

    assert response.url == page("exit", worker)
    assert not Worker.objects.get().is_active


def test_a_person_with_tools_is_not_deleted(client, lend):
    worker = WorkerFactory()
    lend(worker)

    by_form, by_program = client.post(page("delete", worker)), client.delete(page("delete", worker))

    assert by_form.url == page("detail", worker)
    assert (by_program.status_code, by_program.json()["code"]) == (409, "IN_USE")
    assert not Worker.objects.get().deleted


def test_badges_carry_name_department_and_code(client):
    wood = DepartmentFactory(name="Holz")
    for number in range(12):
        WorkerFactory(barcode=f"M{number:02}", last_name=f"Name{number:02}", department=wood)

    response = client.get(
        reverse("workers:badges_pdf"), {"barcode": [f"M{n:02}" for n in range(11)]}
    )

    text, pages = text_of(response), PdfReader(BytesIO(response.content)).pages
    assert len(pages) == 2
    assert "Name10" in text
    assert "Holz" in text
    assert "Name11" not in text


@pytest.mark.parametrize("codes", [[], ["GIBTSNICHT"], ["x"] * 201])
def test_badges_of_nobody_are_refused(client, codes):
    response = client.get(reverse("workers:badges_pdf"), {"barcode": codes})

    assert response.status_code == 400
