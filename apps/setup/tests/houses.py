"""Instances whose setup has begun, for tests."""

from django.test import Client

from apps.accounts.models import User
from apps.accounts.tests.factories import PASSWORD
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.setup.queries import neighbors
from apps.setup.services import begin_setup, finish_setup, leave_step


def begin(username: str = "chefin") -> User:
    """The first admin, in front of the first step."""
    admin = User(username=username, first_name="Ute", email="ute@example.org")
    return begin_setup(admin, password=PASSWORD, now=MADE_AT)


def skip_to(code: str, admin: User) -> None:
    """Walk on to the step without answering anything."""
    for step in registry.steps_of_setup():
        if step.code == code:
            return
        leave_step(step, None, to=neighbors(step.code)[1], actor=admin, now=MADE_AT)


def finish(admin: User) -> None:
    skip_to("finish", admin)
    finish_setup(actor=admin, now=MADE_AT)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
