"""The seam to the admin: nobody goes round it, and it wears the colors of all other pages."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from apps.core.admin import day, minute
from apps.core.admin.theme import COLORS, DARK_COLORS

pytestmark = pytest.mark.unit

SEAM = Path("apps/core/admin")
TONES = ("neutral", "info", "success", "warning", "error")


def python_files():
    for folder in ("apps", "scandy_site"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            yield path.relative_to(settings.BASE_DIR), path.read_text()


def page_colors(theme):
    css = (settings.BASE_DIR / "assets/css/theme.css").read_text()
    block = css[css.index(f'name: "{theme}"') :].split("}")[0]
    return dict(re.findall(r"--color-([\w-]+): (#\w+);", block))


def test_only_the_seam_imports_the_theme():
    importers = {
        path for path, text in python_files() if re.search(r"^(from|import) unfold\b", text, re.M)
    }

    assert {path for path in importers if SEAM not in path.parents} == set()
    assert importers


@pytest.mark.parametrize(
    ("theme", "colors"), [("scandy-light", COLORS), ("scandy-dark", DARK_COLORS)]
)
@pytest.mark.parametrize("tone", TONES)
def test_status_has_the_colors_of_all_other_pages(theme, colors, tone):
    expected = {
        weight: page_colors(theme)[f"{tone}-{weight}"] for weight in ("tint", "ink", "line")
    }

    assert colors[tone] == expected


def test_moments_are_shown_in_berlin():
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert day(moment) == "01.07.2026"
    assert minute(moment) == "01.07.2026 00:30"
    assert minute(None) is None
