"""What the steps offer: proposals that can be stored as they are, and icons that exist."""

import re

import pytest
from django.conf import settings

from apps.core.registry import registry
from apps.masterdata.models import Category, Department, Location
from apps.setup.demo.things import MASTERDATA
from apps.setup.forms import LONGEST_NAME, unique_names
from apps.setup.steps import proposals

pytestmark = pytest.mark.unit

SPRITE = settings.BASE_DIR / "static" / "icons.svg"


@pytest.mark.parametrize("model", [Department, Category, Location])
def test_proposals_are_tidy_and_differ(model):
    names = proposals(model)

    assert unique_names(names) == list(names)
    assert max(map(len, names)) <= LONGEST_NAME


@pytest.mark.parametrize("model", [Department, Category])
def test_the_demo_uses_the_words_that_the_wizard_proposes(model):
    assert set(MASTERDATA[model]) <= set(proposals(model))


def test_steps_have_icons_of_the_sprite():
    known = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))

    assert {step.icon for step in registry.steps_of_setup()} <= known


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["IT", "it", " It "], ["IT"]),
        (["", "  ", "\t"], []),
        (["Holz   werk", "Holz werk"], ["Holz werk"]),
        (["B", "A", "b"], ["B", "A"]),
    ],
)
def test_unique_names_keeps_the_first_spelling_in_its_order(names, expected):
    assert unique_names(names) == expected
