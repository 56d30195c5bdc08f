"""What a running instance remembers of its start, for the commands that come after it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from scandy_site.instance import envfile
from scandy_site.instance.config import Config, Options
from scandy_site.instance.folder import Instance


@dataclass(frozen=True)
class State:
    url: str
    local_url: str
    options: Options  # as far as .env says otherwise: a restart repeats them


def _path(instance: Instance) -> Path:
    return instance.run / "state.json"


def remember(config: Config) -> None:
    stored = envfile.read(config.instance.env_file)
    options = Options(
        host=config.host if config.host != stored["SCANDY_HOST"] else None,
        port=config.port if str(config.port) != stored["SCANDY_PORT"] else None,
        dev=config.dev,
    )
    state = State(config.url, config.local_url, options)
    envfile.write(_path(config.instance), json.dumps(asdict(state)))


def recall(instance: Instance) -> State | None:
    path = _path(instance)
    if not path.is_file():
        return None
    fields = json.loads(path.read_text())
    return State(**{**fields, "options": Options(**fields["options"])})


def forget(instance: Instance) -> None:
    _path(instance).unlink(missing_ok=True)
