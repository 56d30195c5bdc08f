"""How often one address or account may ask for something that costs or annoys; without Redis nothing is refused."""

from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from apps.core.errors import TooManyRequests
from apps.core.proxies import client_ip


def throttle(
    request: HttpRequest, name: str, *, limit: int, seconds: int, account: Any = None
) -> None:
    """Count this request.

    :param account: count by account instead of by address; a whole house may share one of those.
    :raises TooManyRequests: the address or account has asked more than ``limit`` times within ``seconds``.
    """
    key = f"throttle:{name}:{account.pk if account else client_ip(request)}"
    cache.add(key, 0, seconds)
    with suppress(ValueError):  # it ran out in between
        if cache.incr(key) > limit:
            raise TooManyRequests
