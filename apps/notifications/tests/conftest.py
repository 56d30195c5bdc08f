"""A house with a mail server."""

from collections.abc import Iterator

import pytest

from apps.notifications.tests.houses import make_house
from apps.notifications.tests.mailbox import Mailbox, mail_server
from apps.sitesettings.models import SystemSettings


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def house(db, mailbox) -> SystemSettings:
    """The settings of a house that is always open and sends through the test's mail server."""
    return make_house(mail_port=mailbox.port)
