"""Somebody for the tests of core, which knows no accounts."""

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from apps.core.tests.moments import MADE_AT


def person(username: str = "lager", **fields: Any) -> Any:
    """A saved account that may lend."""
    users = get_user_model().objects
    return users.create(username=username, created_at=MADE_AT, updated_at=MADE_AT, **fields)


def signed_in_client(**kwargs: Any) -> Client:
    """The browser of somebody who may lend."""
    client = Client(**kwargs)
    client.force_login(person())
    return client
