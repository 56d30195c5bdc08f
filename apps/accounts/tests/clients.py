"""Browsers of people who are signed in, for tests."""

from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory


def client_of(role: Role) -> Client:
    """A browser in which somebody with the role is signed in."""
    client = Client()
    client.force_login(UserFactory(role=role))
    return client
