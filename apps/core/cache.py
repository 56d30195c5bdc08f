"""A cache that may be away: Redis speeds Scandy up, and nothing depends on it."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("scandy.app")


def _fail_open(name: str, missing: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap one cache method so that an unreachable Redis counts as an empty cache."""
    method = getattr(RedisCache, name)

    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            logger.warning("Cache is away, %s skipped: %s", name, error)
            return missing(*args, **kwargs)

    call.__name__ = name
    return call


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache; an error of the connection is a miss, not an error of the page.

    The socket timeouts in the settings bound what an absent Redis costs.
    """

    add = _fail_open("add", lambda *args, **kwargs: True)
    get = _fail_open("get", lambda key, default=None, **kwargs: default)
    set = _fail_open("set", lambda *args, **kwargs: None)
    incr = _fail_open("incr", lambda *args, **kwargs: 0)
    touch = _fail_open("touch", lambda *args, **kwargs: False)
    delete = _fail_open("delete", lambda *args, **kwargs: False)
    get_many = _fail_open("get_many", lambda *args, **kwargs: {})
    set_many = _fail_open("set_many", lambda data, **kwargs: list(data))
    delete_many = _fail_open("delete_many", lambda *args, **kwargs: None)
    has_key = _fail_open("has_key", lambda *args, **kwargs: False)
    clear = _fail_open("clear", lambda *args, **kwargs: False)

    def gather(self, key: str, member: str, *, moment: float, seconds: int) -> list[str]:
        """Note that the member is here, and return who was within the last seconds, itself included."""
        name = self.make_and_validate_key(key)
        try:
            with self._cache.get_client(name, write=True).pipeline() as steps:
                steps.zadd(name, {member: moment})
                steps.zremrangebyscore(name, "-inf", moment - seconds)
                steps.zrange(name, 0, -1)
                steps.expire(name, seconds)
                _added, _forgotten, members, _kept = steps.execute()
        except (RedisError, OSError) as error:
            logger.warning("Cache is away, nobody is seen: %s", error)
            return []
        return [each.decode() for each in members]

    def leave(self, key: str, member: str) -> None:
        """Note that the member has gone."""
        name = self.make_and_validate_key(key)
        try:
            self._cache.get_client(name, write=True).zrem(name, member)
        except (RedisError, OSError) as error:
            logger.warning("Cache is away, leaving skipped: %s", error)
