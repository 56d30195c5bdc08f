"""Browsers of people who are signed in, for tests."""

from typing import Any

from django.conf import settings
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory


class Browser(Client):
    """Signs in without first storing an empty session that is thrown away at once: 6 commands instead of 10."""

    @property
    def session(self) -> Any:
        return super().session if settings.SESSION_COOKIE_NAME in self.cookies else None


def client_of(role: Role) -> Client:
    """A browser in which somebody with the role is signed in."""
    client = Browser()
    client.force_login(UserFactory(role=role))
    return client
