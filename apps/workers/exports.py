"""What the printed papers about people say."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.core.registry import ExitItem, registry
from apps.core.symbols import code_128, qr_code
from apps.workers.models import Worker

MAX_BADGES = 200
BADGES_PER_SHEET = 10


@dataclass(frozen=True)
class ExitChecklist:
    """What a person who leaves brings back, and what is still to be handed out."""

    worker: Worker
    at: datetime
    to_return: list[ExitItem]
    to_hand_out: list[ExitItem]

    @property
    def hand_out_sentence(self) -> str:
        return _("Still to be handed out: %(things)s") % {"things": _in_words(self.to_hand_out)}

    @property
    def return_sentence(self) -> str:
        return _("Still to come back: %(things)s") % {"things": _in_words(self.to_return)}

    @property
    def is_settled(self) -> bool:
        return not (self.to_return or self.to_hand_out)


@dataclass(frozen=True)
class Badge:
    worker: Worker
    qr: str
    bars: str


def exit_checklist(worker: Worker, now: datetime) -> ExitChecklist:
    items = registry.exit_items_of(worker, now)
    return ExitChecklist(
        worker=worker,
        at=now,
        to_return=[item for item in items if item.is_to_return],
        to_hand_out=[item for item in items if not item.is_to_return],
    )


def badge_sheets(workers: Iterable[Worker]) -> list[list[Badge]]:
    """The badges as they come to lie on sheets of paper."""
    badges = [Badge(w, qr_code(w.barcode), code_128(w.barcode)) for w in workers]
    starts = range(0, len(badges), BADGES_PER_SHEET)
    return [badges[start : start + BADGES_PER_SHEET] for start in starts]


def choose_people() -> list[str]:
    return [_("Please choose up to %(count)d people.") % {"count": MAX_BADGES}]


def _in_words(items: list[ExitItem]) -> str:
    if not items:
        return _("nothing")
    kinds = Counter(item.words for item in items)
    return ", ".join(words(count) for words, count in kinds.items())
