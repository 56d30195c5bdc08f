"""What holds for this call: its options, then the process environment, then the .env file.

``first_values`` decides what a new instance writes down; ``resolve`` only reads.
"""

import os
import secrets
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from scandy_site.instance import addresses, envfile, ports, servers
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import INSTANCES, Instance

TEMPLATE = Template(files("scandy_site.instance").joinpath("env.template").read_text("utf8"))
KEYS = tuple(TEMPLATE.get_identifiers())
MAY_BE_EMPTY = ("SCANDY_MONGODB_PORT", "SCANDY_MONGOD", "SCANDY_REDIS_PORT", "SCANDY_REDIS_SERVER")
OF_THE_FOLDER = ("SCANDY_INSTANCE", "SCANDY_INDEX")  # the environment has no say in them
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Options:
    """What the command line may say about a start."""

    host: str | None = None
    port: int | None = None
    demo: bool = False
    dev: bool = False
    tls: bool | None = None  # None: as .env says
    skip_setup: bool = False


@dataclass(frozen=True)
class Config:
    instance: Instance
    values: Mapping[str, str]
    host: str
    port: int
    dev: bool
    demo: bool
    embeds_mongodb: bool
    embeds_redis: bool
    tls: bool

    @property
    def scheme(self) -> str:
        return "https" if self.tls else "http"

    @property
    def url(self) -> str:
        return addresses.url(addresses.reachable(self.host), self.port, self.scheme)

    @property
    def local_url(self) -> str:
        """Under which this machine itself asks."""
        return addresses.url(addresses.local(self.host), self.port, self.scheme)

    @property
    def public_url(self) -> str:
        """What links in mails begin with: as .env says, else the address that others reach."""
        given = os.environ.get("PUBLIC_URL") or self.values.get("PUBLIC_URL", "")
        return given or ("" if ports.is_loopback(self.host) else self.url)

    def environment(self) -> dict[str, str]:
        """What every process of the instance finds in its environment."""
        settings = "development" if self.dev else "production"
        scripts = Path(sys.executable).parent
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": f"scandy_site.settings.{settings}",
            "SCANDY_HOME": str(self.instance.home),
            "SCANDY_INSTANCE": self.instance.name,
            "SCANDY_DEMO": str(self.demo).lower(),
            "ALLOWED_HOSTS": ",".join(self.allowed_hosts()),
            "PUBLIC_URL": self.public_url,
            "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self.instance.run / "tmp"),
            "VIRTUAL_ENV": str(scripts.parent),
        }

    def allowed_hosts(self) -> list[str]:
        configured = [name.strip() for name in self.values["ALLOWED_HOSTS"].split(",")]
        names = [*configured, *LOCAL_NAMES, *addresses.names_for(self.host)]
        return sorted({name for name in names if name})


def resolve(instance: Instance, stored: Mapping[str, str], options: Options) -> Config:
    """The configuration of an instance whose .env holds these values."""
    values = {**stored, **_from_environment()}
    return Config(
        instance=instance,
        values=values,
        host=options.host or values["SCANDY_HOST"],
        port=options.port or parse_port(values["SCANDY_PORT"]),
        dev=options.dev,
        demo=is_demo(stored),
        embeds_mongodb=_is_own(values, stored, "MONGODB_URI", "SCANDY_MONGODB_PORT"),
        embeds_redis=_is_own(values, stored, "REDIS_URL", "SCANDY_REDIS_PORT"),
        tls=wants_tls(stored, options),
    )


def load(instance: Instance, options: Options | None = None) -> Config:
    """The configuration of an instance that was started before."""
    stored = envfile.read(instance.env_file)
    if missing := [key for key in KEYS if key not in stored]:
        reason = f"in .env fehlt {missing[0]}" if stored else "sie hat noch keine .env"
        raise InstanceError(
            f"Die Instanz „{instance.name}“ ist noch nicht eingerichtet ({reason}): "
            "bitte zuerst ./manage.sh start ausführen."
        )
    return resolve(instance, stored, options or Options())


def is_demo(stored: Mapping[str, str]) -> bool:
    """Only the file counts: what was filled with known passwords stays a demo."""
    return _is_true(stored, "SCANDY_DEMO")


def _is_true(stored: Mapping[str, str], key: str) -> bool:
    return stored.get(key, "").lower() in ("true", "1", "yes", "on")


def wants_tls(stored: Mapping[str, str], options: Options) -> bool:
    """An instance keeps what it was told last; the server for development cannot do it."""
    if options.dev:
        return False
    return _is_true(stored, "SCANDY_TLS") if options.tls is None else options.tls


def first_values(instance: Instance, stored: Mapping[str, str], options: Options) -> dict[str, str]:
    """A value for every key that the .env does not hold yet; secrets and ports are chosen here."""
    known = {**_from_environment(), **{key: value for key, value in stored.items() if value}}
    others = _other_instances(instance)
    index = known.get("SCANDY_INDEX") or str(_next_index(instance, others))
    prefix = "scandy" if instance.name == "main" else f"scandy_{instance.name.replace('-', '_')}"
    values = {
        "SCANDY_INSTANCE": instance.name,
        "SCANDY_INDEX": index,
        "MONGODB_DB": prefix,
        "MONGODB_TICKETS_DB": f"{prefix}_tickets",
        "SCANDY_HOST": options.host or "127.0.0.1",
        "SCANDY_PORT": str(options.port or 5000 + int(index)),
        "ALLOWED_HOSTS": ",".join(LOCAL_NAMES),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SYSTEM_NAME": "Scandy",
        "ENABLE_TICKET_SYSTEM": "true",
        "ENABLE_JOB_BOARD": "false",
        "ENABLE_WEEKLY_REPORTS": "true",
        **_own_servers(known, int(index), others),
    }
    return {key: known.get(key) or values[key] for key in KEYS}


def _from_environment() -> dict[str, str]:
    return {
        key: os.environ[key] for key in KEYS if key not in OF_THE_FOLDER and os.environ.get(key)
    }


def _own_servers(
    known: Mapping[str, str], index: int, others: Collection[Mapping[str, str]]
) -> dict[str, str]:
    """Address and server of the embedded services; empty for those that are given."""
    values = {"SCANDY_MONGODB_PORT": "", "SCANDY_MONGOD": ""}
    if not known.get("MONGODB_URI"):
        port = known.get("SCANDY_MONGODB_PORT") or _port(
            "SCANDY_MONGODB_PORT", 27017 + index, others
        )
        user = f"scandy:{secrets.token_urlsafe(32)}"
        uri = f"mongodb://{user}@127.0.0.1:{port}/?authSource=admin&replicaSet=rs0"
        values = {
            "MONGODB_URI": uri,
            "SCANDY_MONGODB_PORT": port,
            "SCANDY_MONGOD": servers.choose_mongod(),
        }
    values |= {"SCANDY_REDIS_PORT": "", "SCANDY_REDIS_SERVER": ""}
    if not known.get("REDIS_URL"):
        port = known.get("SCANDY_REDIS_PORT") or _port("SCANDY_REDIS_PORT", 6379 + index, others)
        values |= {
            "REDIS_URL": f"redis://:{secrets.token_urlsafe(32)}@127.0.0.1:{port}/0",
            "SCANDY_REDIS_PORT": port,
            "SCANDY_REDIS_SERVER": servers.choose_redis(),
        }
    return values


def _port(key: str, wanted: int, others: Collection[Mapping[str, str]]) -> str:
    return str(ports.next_free(wanted, {int(other[key]) for other in others if other.get(key)}))


def _other_instances(instance: Instance) -> list[dict[str, str]]:
    found = sorted(INSTANCES.glob("*/.env"))
    return [envfile.read(path) for path in found if path != instance.env_file]


def _next_index(instance: Instance, others: Collection[Mapping[str, str]]) -> int:
    if instance.name == "main":
        return 0
    taken = {int(other["SCANDY_INDEX"]) for other in others if other.get("SCANDY_INDEX")}
    return min(set(range(1, len(taken) + 2)) - taken)


def _is_own(values: Mapping[str, str], stored: Mapping[str, str], uri: str, port: str) -> bool:
    """Whether the address is the one that .env gave to the embedded service."""
    if not stored.get(port) or values[uri] != stored.get(uri):
        return False
    return urlsplit(values[uri]).netloc.endswith(f"@127.0.0.1:{stored[port]}")


def parse_port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise InstanceError(f"„{text}“ ist kein Port: erlaubt ist 1 bis 65535.", ExitCode.USAGE)
    return int(text)
