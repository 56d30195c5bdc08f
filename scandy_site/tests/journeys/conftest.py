"""Journeys run in Chromium against a web server of their own on the test's databases."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect, sync_playwright

from apps.accounts.tests.factories import UserFactory
from apps.consumables.tests.factories import ConsumableFactory
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.env import BASE_DIR
from scandy_site.tests.journeys.desk_page import DeskPage
from scandy_site.tests.processes import Web, running, web

HERE = Path(__file__).parent
OTHER_DEVICE = "scandy.test"  # what a browser calls insecure when it comes without TLS
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {OTHER_DEVICE} 127.0.0.1",
]
DESKTOP = {"width": 1440, "height": 900}
PATIENCE = 15_000  # milliseconds; other tests may use the machine at the same time
GERMAN = {"locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share one test process, and with it the web server and the browser."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.xdist_group("processes"))


@pytest.fixture(scope="package")
def server(tmp_path_factory, django_db_setup) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    environment = {
        "DJANGO_SETTINGS_MODULE": "scandy_site.tests.journeys.settings",
        "SCANDY_HOME": str(folder),
        "SCANDY_INSTANCE": settings.INSTANCE_NAME,  # the same cookies
        "ALLOWED_HOSTS": f"127.0.0.1,{OTHER_DEVICE}",
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=BASE_DIR,
        env=os.environ | environment,
        check=True,
    )
    with running(web(folder, **environment)) as server:
        yield server


@pytest.fixture(scope="package")
def start_browser() -> Iterator[Callable[..., Browser]]:
    """``start_browser(*arguments)``: Playwright runs an event loop in this thread, and Django would refuse the ORM."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield lambda *arguments: playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM_ARGUMENTS, *arguments]
        )
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def browser(start_browser) -> Iterator[Browser]:
    browser = start_browser()
    yield browser
    browser.close()


def session_of(user) -> dict[str, str]:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


@pytest.fixture
def open_desk(server, browser, db, written_by_others):
    """``open_desk(user)``: a browser of its own in which the user stands at the desk; complaints fail the test."""
    desks: list[DeskPage] = []

    def open_one(
        user=None, *, host="127.0.0.1", viewport=DESKTOP, script="", inside=browser, **options
    ):
        context = inside.new_context(viewport=viewport, **GERMAN, **options)
        context.add_init_script(script)
        desk = DeskPage(context.new_page(), f"http://{host}:{server.port}")
        desks.append(desk)
        desk.page.clock.install()
        context.add_cookies([{**session_of(user or UserFactory()), "url": desk.address}])
        desk.open()
        return desk

    yield open_one
    complaints = [complaint for desk in desks for complaint in desk.complaints]
    for desk in desks:
        desk.page.context.close()
    assert complaints == []


@pytest.fixture
def desk(open_desk) -> DeskPage:
    return open_desk()


@pytest.fixture
def anna():
    return WorkerFactory()


@pytest.fixture
def jonas():
    return WorkerFactory(first_name="Jonas", last_name="Muster")


@pytest.fixture
def drill():
    return ToolFactory()


@pytest.fixture
def saw():
    return ToolFactory(name="Stichsäge JS 120")


@pytest.fixture
def screws():
    return ConsumableFactory(stock=20, min_stock=12)


@pytest.fixture
def cable():
    return ConsumableFactory(name="Kabel NYM-J 3x1,5", unit="m", stock=50)
