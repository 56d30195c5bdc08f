"""System checks for operators: what is wrong with the configuration, and the remedy, in plain words."""

from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections


@register(Tags.database)
def replica_set(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Without a replica set there are no transactions, and a lending could be half done."""
    if not databases or "default" not in databases:
        return []
    connection = connections["default"]
    connection.ensure_connection()
    if "setName" in connection.connection.admin.command("hello"):
        return []
    return [
        Error(
            "MongoDB runs without a replica set, so it has no transactions.",
            hint="Start mongod with --replSet and run replSetInitiate once; one node is enough.",
            id="core.E001",
        )
    ]


@register(Tags.security)
def secret_key(app_configs: Any, **kwargs: Any) -> list[Error]:
    if len(settings.SECRET_KEY) >= 32 or settings.SETTINGS_MODULE.endswith("test"):
        return []
    return [
        Error(
            "SECRET_KEY is too short; sessions could be forged.",
            hint="Delete the line from .env: the next start writes a new one.",
            id="core.E002",
        )
    ]


@register(Tags.security)
def trusted_proxies(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A proxy that is not understood would fail each request that passes it."""
    wrong = [text for text in settings.TRUSTED_PROXIES if not _is_network(text)]
    if not wrong:
        return []
    return [
        Error(
            f"TRUSTED_PROXIES names what is no address and no network: {', '.join(wrong)}.",
            hint="Write addresses like 127.0.0.1 or networks like 10.0.0.0/8, divided by commas.",
            id="core.E003",
        )
    ]


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
