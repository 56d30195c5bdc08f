"""The embedded Redis (or Valkey, which speaks the same protocol), and the check of a given one."""

from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from scandy_site.instance import envfile
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.masking import masked

TIMEOUT = 5


def write_config(path: Path, *, data: Path, port: int, password: str | None = None) -> None:
    """Configure a server for queue and cache: queued work survives, cached values may go."""
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f'dir "{data}"',
        "daemonize no",
        "appendonly yes",
        'save ""',
        "maxmemory 128mb",
        "maxmemory-policy volatile-lru",
        "always-show-logo no",
        "set-proc-title no",  # it would overwrite the environment that tells whose process this is
    ]
    if password:
        lines.append(f"requirepass {password}")
    envfile.write(path, "\n".join(lines) + "\n")


def password_in(url: str) -> str | None:
    return urlsplit(url).password


def is_answering(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except RedisError:
        return False


def require_usable(url: str) -> None:
    """Refuse a given Redis that does not answer or does not let us in."""
    try:
        with Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT) as client:
            client.ping()
    except AuthenticationError as error:
        raise InstanceError(
            f"Redis unter {masked(url)} weist die Anmeldung ab: {error}", ExitCode.SERVICE
        ) from error
    except RedisError as error:
        raise InstanceError(
            f"Redis ist unter {masked(url)} nicht erreichbar: {error}", ExitCode.SERVICE
        ) from error
    except ValueError as error:
        raise InstanceError(f"REDIS_URL ist ungültig: {error}", ExitCode.USAGE) from error
