"""Where a request comes from: what a proxy says counts only if it is one of ours."""

import pytest
from django.test import RequestFactory

from apps.core.checks import trusted_proxies
from apps.core.proxies import ForwardedSchemeMiddleware, client_ip

pytestmark = pytest.mark.unit

PROXIES = ["127.0.0.1", "10.0.0.0/8", "::1"]


def request(peer: str, **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.2.3.4", "198.51.100.1"),
        ("127.0.0.1", "10.0.0.9, 10.2.3.4", "10.0.0.9"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "evil', drop", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, unknown, 10.2.3.4", "10.2.3.4"),
        ("127.0.0.1", "198.51.100.1,", "127.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_last_address_that_is_not_of_a_known_proxy_counts(settings, peer, forwarded, expected):
    settings.TRUSTED_PROXIES = PROXIES
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    assert client_ip(request(peer, **headers)) == expected


def test_nobody_is_believed_while_no_proxy_is_named(settings):
    settings.TRUSTED_PROXIES = []

    assert client_ip(request("127.0.0.1", **{"x-forwarded-for": "198.51.100.1"})) == "127.0.0.1"


@pytest.mark.parametrize(
    ("peer", "said", "is_secure"),
    [
        ("127.0.0.1", "https", True),
        ("127.0.0.1", "http, https", True),
        ("127.0.0.1", "https, http", False),
        ("127.0.0.1", "gopher", False),
        ("203.0.113.9", "https", False),
    ],
)
def test_only_a_known_proxy_says_that_the_browser_came_over_https(settings, peer, said, is_secure):
    settings.TRUSTED_PROXIES = PROXIES
    asked = request(peer, **{"x-forwarded-proto": said})

    ForwardedSchemeMiddleware(lambda request: None)(asked)

    assert asked.is_secure() is is_secure


def test_what_is_no_address_is_named_before_it_can_do_harm(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "nginx", "10.0.0.0/40"]

    [error] = trusted_proxies(None)

    assert (error.id, "nginx, 10.0.0.0/40" in error.msg) == ("core.E010", True)
