"""The account of the manual at a real web server, where headers arrive as proxies write them."""

from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from scandy_site.tests.processes import running, web

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("servers"),
]

SIGNED_IN, REFUSED = 302, 200


@pytest.fixture(scope="module", params=["", "127.0.0.1"], ids=["no proxy", "local proxy"])
def server(request, tmp_path_factory, django_db_setup):
    """A web server that knows no proxy, and one that knows one on its own machine."""
    folder = tmp_path_factory.mktemp("web")
    with running(web(folder, TRUSTED_PROXIES=request.param)) as server:
        server.knows_proxy = bool(request.param)
        yield server


@pytest.fixture
def admin():
    return UserFactory(
        username="admin", password="admin123", role=Role.ADMIN, has_default_password=True
    )


def sign_in(server, **headers: str) -> int:
    """The status of the answer; the peer is always this machine."""
    token = _get_new_csrf_string()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(
        "POST",
        "/auth/login",
        urlencode({"username": "admin", "password": "admin123"}),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
            **headers,
        },
    )
    status = connection.getresponse().status
    connection.close()
    return status


def test_it_signs_in_at_the_machine_itself(server, admin):
    assert sign_in(server) == SIGNED_IN


def test_a_known_proxy_on_this_machine_may_bring_in_somebody_who_sits_at_it(server, admin):
    expected = SIGNED_IN if server.knows_proxy else REFUSED

    assert sign_in(server, **{"X-Forwarded-For": "127.0.0.1"}) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"X-Forwarded-For": "127.0.0.1, 203.0.113.9"},
        {"x-forwarded-for": "203.0.113.9, 127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Forwarded-Host": "localhost"},
        {"X-Real-IP": "203.0.113.9"},
    ],
    ids=str,
)
def test_strangers_behind_a_proxy_on_this_machine_stay_outside(server, admin, headers):
    assert sign_in(server, **headers) == REFUSED
