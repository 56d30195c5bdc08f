"""The house's color stays readable wherever the theme puts it."""

import pytest

from apps.sitesettings.colors import contrast, dark_palette, light_palette

pytestmark = pytest.mark.unit

CHOSEN = ["#1d3768", "#000000", "#7a1f5c", "#006b3c", "#b00020", "#6b4f00"]


def rgb(color):
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


@pytest.mark.parametrize("color", CHOSEN)
@pytest.mark.parametrize("palette", [light_palette, dark_palette])
@pytest.mark.parametrize(
    ("text", "ground"), [("primary-content", "primary"), ("primary-ink", "primary-tint")]
)
def test_text_is_readable(color, palette, text, ground):
    made = palette(color)

    assert contrast(rgb(made[text]), rgb(made[ground])) >= 4.5
