"""The house's color on our pages: from one color all that the theme needs, readable in light and in dark."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WELL_FORMED = re.compile(r"#[0-9A-Fa-f]{6}")
WHITE = (255, 255, 255)
LIGHT_PAGE = WHITE
DARK_PAGE = (0x21, 0x1F, 0x1D)
READABLE = 4.5  # contrast of AA

Rgb = tuple[int, int, int]


def validate_color(color: str) -> None:
    """
    :raises ValidationError: it is none, or too light for the white text of buttons.
    """
    if not WELL_FORMED.fullmatch(color):
        raise ValidationError(_("A color looks like #1E3A5F."))
    if contrast(_rgb(color), WHITE) < READABLE:
        raise ValidationError(
            _("White text could not be read on this color. Please choose a darker one.")
        )


def light_palette(color: str) -> dict[str, str]:
    """The theme's names for its main color, on white."""
    rgb = _rgb(color)
    return {
        "primary": color,
        "primary-content": "#ffffff",
        "primary-tint": _hex(_mix(rgb, LIGHT_PAGE, 0.9)),
        "primary-ink": color,
    }


def dark_palette(color: str) -> dict[str, str]:
    """The same on a dark page: as much lighter as it takes to be read there, with dark text on it."""
    ink = _readable_on_dark(_rgb(color))
    return {
        "primary": _hex(ink),
        "primary-content": _hex(_mix(_rgb(color), (0, 0, 0), 0.7)),
        "primary-tint": _hex(_mix(ink, DARK_PAGE, 0.88)),
        "primary-ink": _hex(ink),
    }


def contrast(one: Rgb, other: Rgb) -> float:
    """As WCAG defines it, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable_on_dark(rgb: Rgb) -> Rgb:
    """Lighter step by step; 7 to 1, so that it is still readable on its own tint."""
    steps = (_mix(rgb, WHITE, step / 20) for step in range(20))
    return next((lighter for lighter in steps if contrast(lighter, DARK_PAGE) >= 7), WHITE)


def _mix(rgb: Rgb, other: Rgb, share: float) -> Rgb:
    """The color with that share of the other one."""
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(rgb, other, strict=True))
    return red, green, blue


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
