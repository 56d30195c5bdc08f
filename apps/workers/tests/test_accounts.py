"""A person and the account are one: what is changed here shows there, and nobody gets higher by it."""

from functools import partial

import pytest

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.people import change_person
from apps.accounts.services import change_user, create_first_admin, create_user
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.scans import resolve
from apps.core.tests.admin_pages import errors, filled_in
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.masterdata.tests.factories import DepartmentFactory
from apps.workers.accounts import EmailLocked
from apps.workers.models import Worker
from apps.workers.services import change_worker, create_worker, delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT.replace(hour=9)


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


def new_account(admin, **values) -> User:
    user = User(**{"username": "anna", "first_name": "Anna", "last_name": "Beispiel", **values})
    return create_user(user, password=None, actor=admin, now=NOW)


def person_of(user) -> Worker:
    return Worker.objects.get(user=user)


def linked(role=Role.STANDARD_USER, **values) -> tuple[Worker, User]:
    user = UserFactory(role=role, **values)
    worker = WorkerFactory(first_name=user.first_name, last_name=user.last_name)
    change_worker(worker.pk, {"user": user}, actor=None, now=NOW)
    return Worker.objects.get(pk=worker.pk), user


def test_a_new_account_makes_a_person_with_a_badge(admin):
    department = DepartmentFactory()

    user = new_account(admin, email="anna@example.org", department=department)

    worker = person_of(user)
    assert (worker.full_name, worker.email) == ("Anna Beispiel", "anna@example.org")
    assert worker.department == department
    assert resolve(worker.barcode).object_id == worker.pk


def test_an_account_without_a_full_name_is_no_person_until_it_has_one(admin):
    user = new_account(admin, first_name="")
    assert not Worker.objects.exists()

    change_user(user.pk, {"first_name": "Anna"}, actor=admin, now=NOW)

    assert person_of(user).full_name == "Anna Beispiel"


def test_a_badge_that_is_taken_is_left_alone(admin):
    first = person_of(new_account(admin))
    number = int(first.barcode.removeprefix("M")) + 1
    WorkerFactory(barcode=f"M{number:03d}")

    second = person_of(new_account(admin, username="otto", last_name="Anders"))

    assert second.barcode == f"M{number + 1:03d}"


@pytest.mark.parametrize(
    "known",
    [
        {"email": "Anna@Example.org", "first_name": "A.", "last_name": "B."},
        {"email": "", "first_name": "Anna", "last_name": "Beispiel"},
    ],
    ids=["address", "name"],
)
def test_a_new_account_finds_its_person(admin, known):
    worker = WorkerFactory(**known)

    user = new_account(admin, email="anna@example.org")

    assert person_of(user) == worker
    assert person_of(user).full_name == "Anna Beispiel"
    assert Worker.objects.count() == 1


def test_a_namesake_with_another_address_is_somebody_else(admin):
    WorkerFactory(first_name="Anna", last_name="Beispiel", email="andere@example.org")

    new_account(admin, email="anna@example.org")

    assert Worker.objects.count() == 2


def test_of_two_namesakes_none_is_taken(admin):
    for _number in range(2):
        WorkerFactory(first_name="Anna", last_name="Beispiel", email="")

    new_account(admin)

    assert Worker.objects.count() == 3


def test_two_accounts_at_once_do_not_share_a_person(admin):
    WorkerFactory(first_name="Anna", last_name="Beispiel", email="")
    make = partial(attempt, create_user, password=None, actor=admin, now=NOW)
    names = {"first_name": "Anna", "last_name": "Beispiel"}

    users = at_once(*(partial(make, User(username=f"anna{n}", **names)) for n in range(2)))

    assert len({person_of(user).pk for user in users}) == 2


def test_the_first_admin_is_a_person_too():
    user = User(username="chef", first_name="Ida", last_name="Chef")

    create_first_admin(user, password=PASSWORD, now=NOW)

    assert person_of(user).full_name == "Ida Chef"


def test_a_change_of_the_account_reaches_the_person(admin):
    worker, user = linked()

    change_user(user.pk, {"last_name": "Neu", "email": "neu@example.org"}, actor=admin, now=NOW)

    worker.refresh_from_db()
    assert (worker.last_name, worker.email) == ("Neu", "neu@example.org")
    assert "neu" in worker.search_terms


def test_a_change_of_the_person_reaches_the_account():
    worker, user = linked()
    clerk = UserFactory(role=Role.EMPLOYEE)

    change_worker(worker.pk, {"last_name": "Neu", "email": "Neu@Example.org"}, actor=clerk, now=NOW)

    user.refresh_from_db()
    assert (user.last_name, user.email) == ("Neu", "neu@example.org")
    assert history_of(user)[0].actor == clerk


def test_a_person_in_the_trash_is_not_changed(admin):
    worker, user = linked()
    delete_worker(worker.pk, actor=admin, now=NOW)

    change_user(user.pk, {"last_name": "Neu"}, actor=admin, now=NOW)

    assert Worker.objects.get().last_name != "Neu"


def test_the_address_of_a_higher_account_is_locked():
    worker, boss = linked(role=Role.ADMIN, email="chef@example.org")
    clerk = UserFactory(role=Role.EMPLOYEE)

    with pytest.raises(EmailLocked):
        change_worker(worker.pk, {"email": "evil@example.org"}, actor=clerk, now=NOW)
    with pytest.raises(NotPermitted):
        change_person(boss.pk, {"email": "evil@example.org"}, actor=clerk, now=NOW)

    assert User.objects.get(pk=boss.pk).email == "chef@example.org"
    assert Worker.objects.get().email == "chef@example.org"


@pytest.mark.parametrize("part", ["role", "username", "is_active", "expires_at", "password"])
def test_who_looks_after_people_changes_nothing_else_of_an_account(part):
    clerk, user = UserFactory(role=Role.EMPLOYEE), UserFactory()

    with pytest.raises(NotPermitted):
        change_person(user.pk, {part: "x"}, actor=clerk, now=NOW)


def test_only_admins_say_whose_account_is_whose(admin):
    clerk, worker = UserFactory(role=Role.EMPLOYEE), WorkerFactory()
    fake = Worker(barcode="X", first_name="A", last_name="B", user=admin)

    with pytest.raises(NotPermitted):
        change_worker(worker.pk, {"user": admin}, actor=clerk, now=NOW)
    with pytest.raises(NotPermitted):
        create_worker(fake, actor=clerk, now=NOW)

    assert not Worker.objects.exclude(user=None).exists()


def test_the_history_of_a_person_does_not_tell_of_the_account(admin):
    worker, user = WorkerFactory(), UserFactory(first_name="", last_name="")

    change_worker(worker.pk, {"user": user}, actor=admin, now=NOW)

    assert [event.event_type for event in history_of(worker)] == ["workers.created"]
    assert "workers.account_linked" in {event.event_type for event in history_of(user)}


def test_an_address_of_another_account_is_refused_at_the_field(admin):
    worker, _user = linked()
    UserFactory(email="besetzt@example.org")

    with pytest.raises(InvalidInput) as refusal:
        change_worker(worker.pk, {"email": "besetzt@example.org"}, actor=admin, now=NOW)

    assert list(refusal.value.data["fields"]) == ["email"]


def test_the_form_shows_account_and_address_to_those_who_may():
    worker, _boss = linked(role=Role.ADMIN, email="chef@example.org")
    url = f"/admin/workers/worker/{worker.pk}/change/"
    clerk = client_of(Role.EMPLOYEE)

    response = clerk.post(url, filled_in(clerk, url, phone="1", email="evil@example.org"))

    worker.refresh_from_db()
    assert response.status_code == 302, errors(response)
    assert (worker.phone, worker.email) == ("1", "chef@example.org")


@pytest.mark.parametrize(("role", "is_shown"), [(Role.EMPLOYEE, False), (Role.ADMIN, True)])
@pytest.mark.parametrize(
    "address", ["/workers/{0.barcode}", "/admin/workers/worker/{0.pk}/change/"]
)
def test_the_account_is_shown_to_admins_alone(role, is_shown, address):
    worker, user = linked(username="geheimname")

    page = client_of(role).get(address.format(worker)).text

    assert (user.username in page) is is_shown
