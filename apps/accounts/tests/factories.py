"""Accounts for tests."""

import factory

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.services import create_user
from apps.core.tests.moments import MADE_AT

PASSWORD = "geheim-und-lang"


class UserFactory(factory.Factory):
    """A saved account, made by the service."""

    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"person{number}")
    first_name = "Petra"
    last_name = factory.Sequence(lambda number: f"Probe {number}")
    role = Role.STANDARD_USER

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        password = kwargs.pop("password", PASSWORD)
        return create_user(model_class(*args, **kwargs), password=password, actor=None, now=MADE_AT)
