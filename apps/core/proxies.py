"""Whom to believe about where a request comes from: the peer itself, or what a proxy that we know says of it.

Anybody can send ``X-Forwarded-For`` and ``X-Forwarded-Proto``. They count only from one of ``TRUSTED_PROXIES``.
"""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FORWARDED = ("forwarded", "x-forwarded", "x-real-ip", "via")  # how headers of proxies begin


class ForwardedSchemeMiddleware:
    """Lets a known proxy say that the browser came over HTTPS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme = _last(request.headers.get("X-Forwarded-Proto", "")).lower()
        if scheme in {"http", "https"} and _is_trusted(_address(_peer(request))):
            request.META["wsgi.url_scheme"] = scheme
        return self.get_response(request)


def client_ip(request: HttpRequest) -> str:
    """The address of whoever asks: the peer's, or behind known proxies the last one that is not theirs."""
    found = _peer(request)
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while hops and _is_trusted(_address(found)):
        hop = _address(hops.pop().strip())
        if hop is None:
            break
        found = str(hop)
    return found


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether whoever asks certainly sits at this machine: nobody in between, or known proxies that say so.

    Any trace of a proxy that we do not know means no, for it may stand on this machine and bring in strangers.
    """
    peer = _address(_peer(request))
    if not any(name.lower().startswith(FORWARDED) for name in request.headers):
        return _is_loopback(peer)
    hops = [_address(hop.strip()) for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    return (
        _is_trusted(peer)
        and all(_is_loopback(hop) or _is_trusted(hop) for hop in hops)
        and _is_loopback(_address(client_ip(request)))
    )


def _is_loopback(address: Address | None) -> bool:
    return address is not None and address.is_loopback


def _peer(request: HttpRequest) -> str:
    peer = request.META.get("REMOTE_ADDR", "")
    address = _address(peer)
    return str(address) if address else peer


def _address(text: str) -> Address | None:
    """The address that the text is; an IPv4 address dressed as IPv6 is undressed."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address | None) -> bool:
    networks = _networks(tuple(settings.TRUSTED_PROXIES))
    return address is not None and any(address in network for network in networks)


@lru_cache
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)


def _last(text: str) -> str:
    return text.rpartition(",")[2].strip()
