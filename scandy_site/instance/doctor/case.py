"""What is known about the instance before it is examined; anything of it may be missing or broken."""

from dataclasses import dataclass
from functools import cached_property

from scandy_site.instance import config, envfile, processes, state
from scandy_site.instance.config import Config, Options
from scandy_site.instance.errors import InstanceError
from scandy_site.instance.folder import Instance
from scandy_site.instance.processes import Process


@dataclass(frozen=True)
class Case:
    instance: Instance

    @cached_property
    def stored(self) -> dict[str, str]:
        """What .env says; nothing when it cannot be read, which ``settings`` reports."""
        try:
            return envfile.read(self.instance.env_file)
        except (OSError, UnicodeDecodeError):
            return {}

    @cached_property
    def config(self) -> Config | None:
        """What the instance runs with, or would start with; None when .env does not allow a start."""
        remembered = state.recall(self.instance)
        try:
            return config.load(self.instance, remembered.options if remembered else Options())
        except (InstanceError, OSError, UnicodeDecodeError):
            return None

    @cached_property
    def processes(self) -> list[Process]:
        return processes.of_instance(self.instance.home)

    @property
    def is_running(self) -> bool:
        return bool(self.processes)
