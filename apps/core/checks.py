"""System checks for operators: what is, and where it is not right the remedy, in plain words.

They see what Django sees: database, accounts, settings. ``manage.py check --deploy --database default`` runs them, and
``./manage.sh doctor`` beside its own. What is in order comes back as Info, so that the doctor can say so.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host
from django.utils.translation import gettext as _

from apps.core import clock, indexes
from apps.core.registry import registry

DOCTOR = "doctor"
NAMED = 5  # of many alike, so many are named
CLOCKS_DIFFER = 2  # seconds
SYNC_INDEXES = "./manage.sh manage sync_indexes"
Examination = Callable[[], Iterable[CheckMessage]]


def examination(*, database: bool = False) -> Callable[[Examination], Callable[..., Any]]:
    """Register a check of the running installation; one of the ``database`` waits until that is asked for."""

    def decorate(function: Examination) -> Callable[..., Any]:
        @register(DOCTOR, deploy=True)
        def check(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[Any]:
            return list(function()) if databases or not database else []

        return check

    return decorate


@register(Tags.database)
def replica_set(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Without a replica set there are no transactions, and a lending could be half done."""
    if not databases or "default" not in databases or "setName" in _hello():
        return []
    return [
        Error(
            _("MongoDB runs without a replica set, so it has no transactions."),
            hint=_("Start mongod with --replSet and run replSetInitiate once; one node is enough."),
            obj=_("Database"),
            id="core.E001",
        )
    ]


@register(Tags.security)
def secret_key(app_configs: Any, **kwargs: Any) -> list[Error]:
    if len(settings.SECRET_KEY) >= 32 or settings.SETTINGS_MODULE.endswith("test"):
        return []
    return [
        Error(
            _("SECRET_KEY is too short; sessions could be forged."),
            hint=_("Delete the line from .env: the next start writes a new one."),
            obj=_("Secrets"),
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
            _("TRUSTED_PROXIES names what is no address and no network: %(names)s.")
            % {"names": ", ".join(wrong)},
            hint=_("Write addresses like 127.0.0.1 or networks like 10.0.0.0/8, with commas."),
            obj=_("Addresses"),
            id="core.E010",
        )
    ]


@examination(database=True)
def migrations() -> Iterator[CheckMessage]:
    open_ones = [
        f"{migration.app_label}.{migration.name}"
        for alias in indexes.ALIASES
        for migration, _backwards in _plan(alias)
    ]
    area = _("Migrations")
    if not open_ones:
        yield Info(_("All migrations are applied."), obj=area, id="core.I003")
        return
    yield Error(
        _("The database is older than the program: %(names)s is missing.")
        % {"names": _some(open_ones)},
        hint="./manage.sh restart",
        obj=area,
        id="core.E003",
    )


@examination(database=True)
def database_indexes() -> Iterator[CheckMessage]:
    found, area = indexes.compare(), _("Indexes")
    if missing := found.missing + found.different:
        yield Warning(
            _("Indexes are missing or differ, so pages are slow and doubles possible: %(names)s.")
            % {"names": _some(missing)},
            hint=SYNC_INDEXES,
            obj=area,
            id="core.W004",
        )
    if found.superfluous:
        yield Warning(
            _("Indexes that nobody needs cost time when writing: %(names)s.")
            % {"names": _some(found.superfluous)},
            hint=f"{SYNC_INDEXES} --drop-superfluous",
            obj=area,
            id="core.W005",
        )
    if not missing and not found.superfluous:
        yield Info(_("The database has exactly the indexes it needs."), obj=area, id="core.I004")


@examination(database=True)
def clocks() -> Iterator[CheckMessage]:
    """A clock that is wrong makes lendings late that are not, and sessions end early."""
    theirs = _hello()["localTime"].replace(tzinfo=UTC)
    seconds, area = abs((clock.now() - theirs).total_seconds()), _("Clock")
    if seconds <= CLOCKS_DIFFER:
        yield Info(_("This machine and MongoDB agree on the time."), obj=area, id="core.I006")
        return
    yield Warning(
        _("The clocks of this machine and of MongoDB differ by %(seconds)d seconds.")
        % {"seconds": seconds},
        hint=_("Let both machines set their clocks over the network: timedatectl set-ntp true"),
        obj=area,
        id="core.W006",
    )


@examination()
def public_url() -> Iterator[CheckMessage]:
    """The address in mails has to be one that Scandy answers under."""
    host, area = urlsplit(settings.PUBLIC_URL).hostname, _("Address")
    if not settings.PUBLIC_URL:
        return
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        yield Error(
            _("Links in mails lead to %(url)s, but requests under this name are refused.")
            % {"url": settings.PUBLIC_URL},
            hint=_("Add the name to ALLOWED_HOSTS in .env, then run ./manage.sh restart"),
            obj=area,
            id="core.E007",
        )
    else:
        text = _("Links in mails begin with %(url)s.") % {"url": settings.PUBLIC_URL}
        yield Info(text, obj=area, id="core.I007")


@examination(database=True)
def problems() -> Iterator[CheckMessage]:
    """What the back office shows at its top: schedules that failed, mail that is stuck."""
    found = [problem for source in registry.problem_sources for problem in source(clock.now())]
    for problem in found:
        yield Warning(str(problem.text), hint=problem.url, obj=str(problem.label), id="core.W008")
    if not found:
        yield Info(_("No schedule failed, no mail is stuck."), obj=_("Schedules"), id="core.I008")


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _hello() -> dict[str, Any]:
    connection: Any = connections["default"]
    connection.ensure_connection()
    return connection.connection.admin.command("hello")


def _plan(alias: str) -> list[Any]:
    executor = MigrationExecutor(connections[alias])
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _some(names: list[str]) -> str:
    """The first few names."""
    rest = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return (
        _("%(names)s and %(count)d more") % {"names": shown, "count": rest} if rest > 0 else shown
    )
