"""The first start: what .env will say, and what has to be true before anything begins."""

import errno
import shutil

from scandy_site.instance import config as configuration
from scandy_site.instance import envfile, mongodb, ports, redis
from scandy_site.instance.config import KEYS, MAY_BE_EMPTY, TEMPLATE, Config, Options
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import Instance
from scandy_site.instance.terminal import say

MEGABYTE = 1024 * 1024
FIRST_START_SPACE = 1024 * MEGABYTE  # an empty MongoDB takes 300 MB
LATER_SPACE = 200 * MEGABYTE


def refuse_contradictions(instance: Instance, options: Options) -> None:
    """What no start of this instance may ask for, whether it runs already or not."""
    stored = envfile.read(instance.env_file)
    is_demo = configuration.is_demo(stored)
    if options.demo and stored.get("SCANDY_DEMO") and not is_demo:
        raise InstanceError(
            "Diese Instanz wurde ohne Demodaten eingerichtet und nimmt keine an; "
            "eine Demo gibt es mit ./manage.sh start --name demo --demo.",
            ExitCode.USAGE,
        )
    if (options.demo or is_demo) and options.skip_setup:
        raise InstanceError(
            "Eine Demo ist schon eingerichtet: --skip-setup entfällt.", ExitCode.USAGE
        )
    if (options.demo or is_demo) and options.host:
        _require_local(options.host)
    if options.tls and options.dev:
        raise InstanceError(
            "Der Server zum Entwickeln (--dev) kann kein TLS: bitte eines von beiden weglassen.",
            ExitCode.USAGE,
        )


def settle(instance: Instance, options: Options) -> Config:
    """The configuration to start with; nothing is written when it cannot work."""
    stored = envfile.read(instance.env_file)
    new = {"SCANDY_DEMO": "true"} if options.demo else {}
    if options.tls is not None:
        new["SCANDY_TLS"] = str(options.tls).lower()
    if any(not stored.get(key) for key in KEYS if key not in MAY_BE_EMPTY):
        values = configuration.first_values(instance, stored, options)
        new |= {key: value for key, value in values.items() if not stored.get(key)}
    config = configuration.resolve(instance, {**stored, **new}, options)
    _require_possible(config)
    _write(instance, new)
    if "SCANDY_INDEX" in new:
        _announce_ports(new)
    return config


def finish(instance: Instance) -> None:
    """The first start succeeded: from now on this instance is no demo, unless it became one."""
    if not envfile.read(instance.env_file).get("SCANDY_DEMO"):
        envfile.update(instance.env_file, {"SCANDY_DEMO": "false"})


def _write(instance: Instance, values: dict[str, str]) -> None:
    if not instance.env_file.exists():
        envfile.write(instance.env_file, TEMPLATE.substitute(values))
    if values:
        envfile.update(instance.env_file, values)
    instance.env_file.chmod(0o600)  # an operator may have written it with another mode


def _announce_ports(values: dict[str, str]) -> None:
    for name, key, base in (
        ("MongoDB", "SCANDY_MONGODB_PORT", 27017),
        ("Redis", "SCANDY_REDIS_PORT", 6379),
    ):
        wanted = base + int(values["SCANDY_INDEX"])
        if values[key] and int(values[key]) != wanted:
            say(f"Port {wanted} ist vergeben; {name} dieser Instanz bleibt auf {values[key]}.")


def _require_local(host: str) -> None:
    if not ports.is_loopback(host):
        raise InstanceError(
            "Eine Demo-Instanz hat bekannte Passwörter und ist nur auf diesem Rechner erreichbar, "
            f"nicht unter {host}.",
            ExitCode.USAGE,
        )


def _require_possible(config: Config) -> None:
    if config.demo:
        _require_local(config.host)
    _require_space(config)
    _require_web_port(config)
    if config.embeds_mongodb:
        _require_kept_port("MongoDB", "SCANDY_MONGODB_PORT", "MONGODB_URI", config)
    else:
        mongodb.require_usable(config.values)
    if config.embeds_redis:
        _require_kept_port("Redis", "SCANDY_REDIS_PORT", "REDIS_URL", config)
    else:
        redis.require_usable(config.values["REDIS_URL"])


def _require_space(config: Config) -> None:
    free = shutil.disk_usage(config.instance.home).free
    needed = LATER_SPACE if config.instance.env_file.exists() else FIRST_START_SPACE
    if free < needed:
        raise InstanceError(
            f"Der Datenträger von {config.instance.home} ist voll: frei sind {free // MEGABYTE} MB, "
            f"gebraucht werden {needed // MEGABYTE} MB.",
            ExitCode.DISK_FULL,
        )


def _require_web_port(config: Config) -> None:
    obstacle = ports.obstacle(config.host, config.port)
    if obstacle is None:
        return
    if obstacle.errno == errno.EADDRINUSE:
        raise InstanceError(
            f"Port {config.port} ist belegt, und zwar von {ports.holder(config.port)}. "
            "Einen anderen Port wählt --port.",
            ExitCode.PORT_IN_USE,
        )
    raise InstanceError(
        f"Scandy kann nicht unter {config.host}, Port {config.port} erreichbar sein: "
        f"{obstacle.strerror}.",
        ExitCode.USAGE,
    )


def _require_kept_port(name: str, key: str, address: str, config: Config) -> None:
    port = int(config.values[key])
    if not ports.is_free("127.0.0.1", port):
        raise InstanceError(
            f"Port {port}, den {name} dieser Instanz seit dem ersten Start benutzt, ist belegt, "
            f"und zwar von {ports.holder(port)}. Bitte diesen beenden oder in "
            f"{config.instance.env_file} {key} und {address} auf einen freien Port ändern.",
            ExitCode.PORT_IN_USE,
        )
