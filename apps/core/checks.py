"""System checks for operators: what is wrong with the configuration, and the remedy, in plain words."""

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
