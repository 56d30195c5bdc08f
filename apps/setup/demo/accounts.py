"""The four accounts of the demo, and how to tell them from the accounts of others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.services import change_user, create_user
from apps.audit.models import AuditEvent
from apps.audit.services import record
from apps.core.db import atomic
from apps.masterdata.models import Department
from apps.setup.demo.patience import patient
from apps.setup.demo.plan import worker_barcode
from apps.setup.demo.things import House, founded
from apps.workers.models import Worker
from apps.workers.services import change_worker

REQUEST_ID = "seed-demo"  # under which everything of the demo is recorded


@dataclass(frozen=True)
class Person:
    """Somebody with an account; ``shifts`` says how often the person stands at the counter."""

    username: str
    role: Role
    first_name: str
    last_name: str
    department: str
    shifts: int


PERSONS = (
    Person("admin", Role.ADMIN, "Sabine", "Köhler", "Verwaltung", 1),
    Person("mitarbeiter", Role.EMPLOYEE, "Martin", "Schäfer", "Holzwerkstatt", 3),
    Person("anwender", Role.STANDARD_USER, "Aylin", "Demir", "Elektrowerkstatt", 6),
    Person("teilnehmer", Role.PARTICIPANT, "Jonas", "Groß", "Metallwerkstatt", 0),
)


def person(number: int) -> tuple[str, str] | None:
    """First and last name of the worker with that number, when it is one of these."""
    if number > len(PERSONS):
        return None
    return PERSONS[number - 1].first_name, PERSONS[number - 1].last_name


def has_foreign_admin() -> bool:
    """Whether somebody else than the demo set this instance up."""
    return any(not _is_of_demo(user) for user in User.objects.filter(role=Role.ADMIN))


@patient
@atomic
def ensure_users(house: House) -> dict[str, User]:
    """The four accounts by username: they exist, are active and have their roles."""
    names = [person.username for person in PERSONS]
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    for person in PERSONS:
        user = users.get(person.username)
        if user is None:
            users[person.username] = _create(person, house)
        elif user.role != person.role or not user.is_active:
            values = {"role": person.role, "is_active": True}
            users[person.username] = change_user(user.pk, values, actor=None, now=house.now)
    return users


def give_password(users: Collection[User], password: str, now: datetime) -> None:
    """Give all the same password, hashed once (hashing is slow by design); who has it already stays signed in."""
    hashes = {user.password for user in users}
    if len(hashes) > 1 or not check_password(password, hashes.pop()):
        _store_hash(users, make_password(password), now)


def link_workers(users: dict[str, User], now: datetime) -> None:
    """The first people of the demo are those who have the accounts."""
    for number, person in enumerate(PERSONS, start=1):
        user = users[person.username]
        worker = Worker.objects.alive().filter(barcode=worker_barcode(number)).first()
        is_free = worker and worker.user_id is None and _is_person(worker, person)
        if is_free and not Worker.objects.filter(user=user).exists():
            change_worker(worker.pk, {"user": user}, actor=None, now=now)


@patient
@atomic
def _store_hash(users: Collection[User], encoded: str, now: datetime) -> None:
    for user in users:
        user.password, user.updated_at = encoded, now
        user.save(update_fields=["password", "updated_at"])
        record("accounts.password_set", user, actor=None, at=now, user=user)


def _create(person: Person, house: House) -> User:
    user = User(
        username=person.username,
        first_name=person.first_name,
        last_name=person.last_name,
        email=f"{person.username}@example.org",
        role=person.role,
        department=house.named.get((Department, person.department)),
    )
    return create_user(user, password=None, actor=None, now=founded(house.now))


def _is_of_demo(user: User) -> bool:
    creations = AuditEvent.objects.about(user).filter(event_type="accounts.user_created")
    return any(event.request_id == REQUEST_ID for event in creations)


def _is_person(worker: Worker, person: Person) -> bool:
    return (worker.first_name, worker.last_name) == (person.first_name, person.last_name)
