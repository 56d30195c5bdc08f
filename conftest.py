"""Fixtures for all tests: the databases, and eyes on what is sent to MongoDB.

Tests run without a surrounding transaction, for they use threads and processes. After each test that asked for the
database, the collections that were written to are brought back to what they were before the first one.
"""

import gc
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.test.utils import override_settings, setup_databases, teardown_databases
from pymongo import monitoring

from scandy_site.tests import mongo

monitoring.register(mongo.journal)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Contents of files are no names: those of archives know the time, and test processes must agree on names."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not look at it again and again."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def media_folder(tmp_path_factory) -> Iterator[None]:
    """Files that tests upload lie in a folder of the session."""
    options = {**settings.MEDIA_FOLDER["OPTIONS"], "location": tmp_path_factory.mktemp("media")}
    folder = {**settings.MEDIA_FOLDER, "OPTIONS": options}
    with override_settings(STORAGES={**settings.STORAGES, "media": folder}):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
    django_db_modify_db_settings,
) -> Iterator[mongo.Baseline]:
    """Both databases, with roles and as if they were migrated: once per session and test process."""
    keepdb = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        created = setup_databases(
            verbosity=0, interactive=False, keepdb=keepdb, serialized_aliases=()
        )
        for alias in mongo.ALIASES:
            call_command("migrate", database=alias, fake=True, verbosity=0)
        call_command("sync_roles")
        call_command("sync_settings", stdout=StringIO())
        baseline = mongo.Baseline()
    yield baseline
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(created, verbosity=0)


@pytest.fixture
def _django_db_helper(request, django_db_setup, django_db_blocker) -> Iterator[None]:
    """What the mark ``django_db`` and the fixture ``db`` stand for."""
    with django_db_blocker.unblock():
        yield
        connections[DEFAULT_DB_ALIAS].unit.end()
        everywhere = "written_by_others" in request.fixturenames
        django_db_setup.restore(everywhere=everywhere)


@pytest.fixture
def written_by_others() -> None:
    """For tests whose other processes write to the database: everything is cleaned afterwards."""


@pytest.fixture
def count_commands() -> Callable:
    """``with count_commands() as commands: ...``; then ``commands.total`` and ``commands.names``."""
    return mongo.count_commands


@pytest.fixture
def plan_of() -> Callable:
    """``plan_of(queryset).stages`` tells whether an index is used."""
    return mongo.plan_of
