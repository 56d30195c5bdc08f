"""How often one address may ask for something that costs or annoys; without Redis nothing is refused."""

from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest

from apps.core.errors import TooManyRequests
from apps.core.proxies import client_ip


def throttle(request: HttpRequest, name: str, *, limit: int, seconds: int) -> None:
    """Count this request.

    :raises TooManyRequests: the address has asked more than ``limit`` times within ``seconds``.
    """
    key = f"throttle:{name}:{client_ip(request)}"
    cache.add(key, 0, seconds)
    with suppress(ValueError):  # it ran out in between
        if cache.incr(key) > limit:
            raise TooManyRequests
