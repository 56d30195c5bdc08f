"""Barcodes and QR codes as SVG: bars where they belong, quiet zones, and nothing that a strict page refuses."""

import re

import pytest

from apps.core.symbols import LINEAR_QUIET_ZONE, code_39, code_128, qr_code

pytestmark = pytest.mark.unit


def bars(svg: str) -> list[tuple[int, int]]:
    """Where each bar begins, and its width."""
    return [(int(x), int(width)) for x, width in re.findall(r"M(\d+) 0h(\d+)v\d+h-", svg)]


def test_code_128_begins_with_the_start_and_ends_with_the_stop_of_its_kind():
    found = bars(code_128("T-1"))

    start = LINEAR_QUIET_ZONE
    assert found[:3] == [(start, 2), (start + 3, 1), (start + 6, 1)]  # 11010010000: start B
    assert [width for _x, width in found[-4:]] == [2, 3, 1, 2]  # 1100011101011: stop


def test_code_39_has_no_check_digit():
    assert len(bars(code_39("T-1"))) == 5 * len("*T-1*")


@pytest.mark.parametrize("draw", [code_128, code_39, qr_code])
def test_around_the_code_is_white(draw):
    svg = draw("T-1")

    [width] = re.findall(r'viewBox="0 0 (\d+)', svg)
    dark = [(int(x), int(x) + int(run)) for x, run in re.findall(r"M(\d+) \d+h(\d+)v\d+h-", svg)]
    assert min(start for start, _end in dark) >= 4
    assert max(end for _start, end in dark) <= int(width) - 4


@pytest.mark.parametrize("draw", [code_128, code_39, qr_code])
def test_a_symbol_has_no_style_of_its_own(draw):
    assert "style" not in draw("T-1")
