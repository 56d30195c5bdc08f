"""The numbers of the dashboard: each from the same query as the list behind it, all with one command a database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.core.mongodb.counting import count_each
from apps.core.registry import GROUPS, HOUSE, Figure, registry

CALM = "neutral"


@dataclass(frozen=True)
class Tile:
    """A number as templates/components/tile.html draws it."""

    code: str
    label: Any
    icon: str
    tone: str
    value: int
    url: str


@dataclass(frozen=True)
class TileGroup:
    """Numbers that belong together, with their heading."""

    title: Any
    tiles: list[Tile]


def tiles_of(user: Any, now: datetime) -> list[TileGroup]:
    """The numbers that the person may see; groups without one are left out."""
    figures = figures_for(user)
    return as_groups(figures, count_each([figure.rows(now) for figure in figures]))


def figures_for(user: Any) -> list[Figure]:
    """What the person may see, in its order."""
    figures = [figure for figure in registry.figures.values() if _sees(user, figure)]
    return sorted(figures, key=lambda figure: figure.position)


def as_groups(figures: list[Figure], counts: list[int]) -> list[TileGroup]:
    """The figures with their numbers; groups without one are left out."""
    tiles: dict[str, list[Tile]] = {group: [] for group in GROUPS}
    for figure, count in zip(figures, counts, strict=True):
        tiles[figure.group].append(_tile(figure, count))
    return [TileGroup(GROUPS[group], found) for group, found in tiles.items() if found]


def _sees(user: Any, figure: Figure) -> bool:
    return registry.is_on(figure.feature) and user.has_perm(figure.permission)


def _tile(figure: Figure, count: int) -> Tile:
    tone = figure.tone if count or figure.group == HOUSE else CALM
    return Tile(figure.code, figure.label, figure.icon, tone, count, figure.url())
