"""The palette keeps WCAG AA: every text on every ground it stands on, in both themes."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.unit

THEMES = ("scandy-light", "scandy-dark")
TONES = ("info", "success", "warning", "error", "primary", "accent", "neutral")
FILLS = ("primary", "secondary", "accent", "neutral", "info", "success", "warning", "error")
GROUNDS = ("base-100", "base-200", "neutral-tint")

TEXT_PAIRS = [
    *((ink, ground) for ink in ("base-content", "muted", "primary") for ground in GROUNDS),
    *((f"{fill}-content", fill) for fill in FILLS),
    *((f"{tone}-ink", f"{tone}-tint") for tone in TONES),
    *((f"{tone}-ink", "base-100") for tone in TONES),
    *(("base-content", f"{tone}-tint") for tone in TONES),
    *(("muted", f"{tone}-tint") for tone in ("error", "info", "warning", "success")),
]
EDGE_PAIRS = [("line", "base-100"), ("line", "base-200"), ("primary", "base-200")]


def _colors(theme: str) -> dict[str, str]:
    css = (settings.BASE_DIR / "assets/css/theme.css").read_text()
    block = css[css.index(f'name: "{theme}"') :].split("}")[0]
    return dict(re.findall(r"--color-([\w-]+): (#[0-9a-f]{6});", block))


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(theme: str, one: str, other: str) -> float:
    colors = _colors(theme)
    darker, lighter = sorted(_luminance(colors[name]) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable(theme, text, ground):
    assert _contrast(theme, text, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_of_fields_and_focus_are_visible(theme, edge, ground):
    assert _contrast(theme, edge, ground) >= 3


def test_both_themes_name_the_same_colors():
    light, dark = (_colors(theme).keys() for theme in THEMES)

    assert light == dark
