"""Templates keep the rules that no browser error would show: known icons, nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from apps.consumables.enums import (
    Finding,
    MovementKind,
    OrderState,
    StockState,
    StocktakingState,
)
from apps.core.menu import GROUPS
from apps.core.registry import registry
from apps.core.templatetags.ui import initials
from apps.lending.enums import LendingStatus
from apps.tools.enums import ToolStatus

pytestmark = pytest.mark.unit

STATES = (
    ToolStatus,
    LendingStatus,
    StockState,
    MovementKind,
    OrderState,
    StocktakingState,
    Finding,
)
OUR_TEMPLATES = [
    path
    for path in (settings.BASE_DIR / "templates").rglob("*.html")
    if path.relative_to(settings.BASE_DIR / "templates").parts[0]
    not in {"admin", "email", "pdf", "unfold"}
]


def _sprite() -> set[str]:
    return set(
        re.findall(r'<symbol id="([^"]+)"', (settings.BASE_DIR / "static/icons.svg").read_text())
    )


def _name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", OUR_TEMPLATES, ids=_name)
def test_template_uses_icons_of_the_sprite(path):
    used = re.findall(r'{% icon "([^"]+)"|icon(?:_name)?="([a-z0-9-]+)"', path.read_text())

    assert {first or second for first, second in used} <= _sprite()


def test_python_names_icons_of_the_sprite():
    used = {entry.icon for _label, entries in GROUPS for entry in entries}
    used |= {event.icon for event in registry.event_types.values()}
    used |= {state.icon for states in STATES for state in states}

    assert used <= _sprite()


@pytest.mark.parametrize("path", OUR_TEMPLATES, ids=_name)
def test_template_has_nothing_inline_that_the_csp_forbids(path):
    html = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)

    scripts = r"<script(?![^>]*(?:\ssrc=|\stype=\"application/json\"))"
    assert re.findall(rf"<style|\sstyle=|\son[a-z]+=|{scripts}|javascript:", html) == []


@pytest.mark.parametrize("path", OUR_TEMPLATES, ids=_name)
def test_template_trims_its_translations(path):
    assert re.findall(r"{% blocktranslate(?! trimmed)", path.read_text()) == []


def test_status_shows_color_icon_and_word():
    html = Template("{% load ui %}{% status state %}").render(
        Context({"state": ToolStatus.DEFECTIVE})
    )

    assert "tone-error" in html
    assert "#triangle-alert" in html
    assert str(ToolStatus.DEFECTIVE.label) in html


def test_status_shows_nothing_without_a_state():
    assert Template("{% load ui %}{% status state %}").render(Context()).strip() == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Anna Maria Beispiel", "AB"), ("özlem", "Ö"), ("", ""), ("Karl-Heinz Großmann", "KG")],
)
def test_initials_takes_first_and_last_word(name, expected):
    assert initials(name) == expected
