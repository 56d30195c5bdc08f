"""Who and what the demo holds, by number alone: no database, no clock, the same for a seed for ever."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from zlib import crc32

from apps.tools.enums import ToolStatus

RESERVED_TOOLS = range(4000, 4200)  # never lent: for tests and measurements that need free tools
ALWAYS_ACTIVE_WORKERS = range(1, 51)
LENDINGS_PER_TOOL = 100  # on average; more would not fit into two years
POPULARITY = (1, 1, 2, 2, 3, 5, 8)

Gap = tuple[int, int]

_TOOL_BARCODE = re.compile(r"T([0-9]{6,})")


def tool_barcode(number: int) -> str:
    return f"T{number:06}"


def tool_number(barcode: str) -> int | None:
    """The number of a tool of the demo; None for other barcodes."""
    match = _TOOL_BARCODE.fullmatch(barcode)
    return int(match[1]) if match else None


def worker_barcode(number: int) -> str:
    return f"M{number:03}"


def roll(seed: int, what: str, number: int, sides: int = 100) -> int:
    """A die that shows the same side for the same seed, question and number."""
    return crc32(f"{seed}:{what}:{number}".encode()) % sides


def may_be_away(number: int) -> bool:
    """Only tools with even numbers are ever lent, broken or in maintenance now: so half of them is always there."""
    return number % 2 == 0 and number not in RESERVED_TOOLS


def resting_status(seed: int, number: int) -> ToolStatus:
    """The state of a tool when it is not lent."""
    side = roll(seed, "status", number)
    if not may_be_away(number) or side >= 14:
        return ToolStatus.AVAILABLE
    return ToolStatus.DEFECTIVE if side < 8 else ToolStatus.IN_MAINTENANCE


def is_out(seed: int, number: int) -> bool:
    """Whether somebody has the tool now: one of each eight that follow one another."""
    return may_be_away(number) and number % 8 == 2 * roll(seed, "out", number // 8, 4)


def is_overdue(number: int) -> bool:
    """Whether a tool that is out should be back."""
    return number // 8 % 3 == 0


def quotas(seed: int, numbers: Iterable[int], lendings: int) -> Iterator[tuple[int, int]]:
    """How many lendings each tool gets, popular ones more; together exactly as many as asked for."""
    lendable = [number for number in numbers if number not in RESERVED_TOOLS]
    sums = list(accumulate(_popularity(seed, number) for number in lendable))
    given = 0
    for number, reached in zip(lendable, sums, strict=True):
        due = reached * lendings // sums[-1]
        yield number, due - given
        given = due


def most_lendings(tools: int) -> int:
    """How many lendings so many tools can have in two years."""
    reserved = len(range(max(1, RESERVED_TOOLS.start), min(tools + 1, RESERVED_TOOLS.stop)))
    return (tools - reserved) * LENDINGS_PER_TOOL


def slots(count: int, gaps: list[Gap]) -> list[Gap]:
    """Share so many things among free stretches of time by their length, each in a slot of its own, in order."""
    ends = list(accumulate(end - start for start, end in gaps))
    found: list[Gap] = []
    for (start, end), reached in zip(gaps, ends, strict=True):
        share = reached * count // ends[-1] - len(found)
        edges = (
            [start + (end - start) * step // share for step in range(share + 1)] if share else []
        )
        found += pairwise(edges)
    return found


def _popularity(seed: int, number: int) -> int:
    return POPULARITY[roll(seed, "popularity", number, len(POPULARITY))]
