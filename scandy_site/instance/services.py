"""The five services of an instance: how each is called."""

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scandy_site.instance import mongodb, redis, servers
from scandy_site.instance.addresses import url
from scandy_site.instance.config import Config
from scandy_site.instance.folder import Instance
from scandy_site.instance.tls import Certificates, ensure, names_for

THREADS = 4


def mongod_key(instance: Instance) -> Path:
    return instance.run / "mongod.key"


def commands(config: Config) -> dict[str, Sequence[str]]:
    """The command line of each service that this instance runs itself; their files are written."""
    embedded: dict[str, Sequence[str]] = {}
    if config.embeds_mongodb:
        embedded["mongod"] = _mongod(config)
    if config.embeds_redis:
        embedded["redis"] = _redis(config)
    return {
        **embedded,
        "web": _development_web(config) if config.dev else _web(config),
        "worker": [
            *_celery("worker"),
            *("--pool", "threads", "--concurrency", str(THREADS)),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [*_celery("beat"), "--pidfile", ""],
    }


def _mongod(config: Config) -> list[str]:
    run = config.instance.run
    mongodb.write_key(mongod_key(config.instance))
    mongodb.write_config(
        run / "mongod.conf",
        data=config.instance.home / "mongodb",
        port=int(config.values["SCANDY_MONGODB_PORT"]),
        key_file=mongod_key(config.instance),
    )
    server = servers.mongod(config.values["SCANDY_MONGOD"])
    return [str(server), "--config", str(run / "mongod.conf")]


def _redis(config: Config) -> list[str]:
    run = config.instance.run
    redis.write_config(
        run / "redis.conf",
        data=config.instance.home / "redis",
        port=int(config.values["SCANDY_REDIS_PORT"]),
        password=redis.password_in(config.values["REDIS_URL"]),
    )
    return [str(servers.redis(config.values["SCANDY_REDIS_SERVER"])), str(run / "redis.conf")]


def _web(config: Config) -> list[str]:
    """gunicorn loads Django once and forks; each process opens connections when first asked."""
    return [
        *(sys.executable, "-m", "gunicorn", "scandy_site.wsgi:application"),
        *("--bind", _binding(config), "--no-control-socket", "--preload"),
        *(_certificate(config) if config.tls else ()),
        *("--worker-class", "gthread", "--workers", "2", "--threads", str(THREADS)),
        # What proxies say is judged by Scandy itself (TRUSTED_PROXIES); gunicorn would believe any on this machine.
        *("--forwarded-allow-ips", ""),
        *("--timeout", "60", "--graceful-timeout", "20", "--keep-alive", "5"),
    ]


def _certificate(config: Config) -> list[str]:
    files = Certificates(config.instance)
    ensure(files, names_for(config), datetime.fromtimestamp(time.time(), UTC))
    return ["--certfile", str(files.server), "--keyfile", str(files.server_key)]


def _development_web(config: Config) -> list[str]:
    return [sys.executable, "manage.py", "runserver", _binding(config)]


def _binding(config: Config) -> str:
    return url(config.host, config.port).removeprefix("http://")


def _celery(command: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "scandy_site", command, "--loglevel", "INFO"]
