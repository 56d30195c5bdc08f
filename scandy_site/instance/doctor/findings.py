"""What an examination says: one fact, whether it is right, and the remedy where it is not."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial

OK_MARK, WARNING_MARK, ERROR_MARK = "ok", "Achtung", "FEHLER"


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


MARKS = {State.OK: OK_MARK, State.WARNING: WARNING_MARK, State.ERROR: ERROR_MARK}


@dataclass(frozen=True)
class Finding:
    state: State
    area: str
    message: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        return {key: str(value) for key, value in asdict(self).items()}


fine = partial(Finding, State.OK)
warning = partial(Finding, State.WARNING)
wrong = partial(Finding, State.ERROR)
