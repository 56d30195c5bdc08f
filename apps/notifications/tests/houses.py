"""Stored settings for tests."""

from typing import Any

from apps.core.tests.moments import MADE_AT
from apps.sitesettings.enums import MailSecurity
from apps.sitesettings.models import SystemSettings
from apps.sitesettings.queries import current


def make_house(**values: Any) -> SystemSettings:
    """The settings, as of a house that is open every day and has an unprotected mail server on loopback."""
    house = current()
    defaults = {
        "system_name": "Werkstatt Süd",
        "opening_days": list(range(7)),
        "mail_server": "127.0.0.1",
        "mail_security": MailSecurity.NONE,
        "mail_default_sender": "lager@werkstatt.example",
    }
    for name, value in {**defaults, **values}.items():
        setattr(house, name, value)
    house.stamp(MADE_AT)
    house.save()
    house.refresh_from_db()
    return house
