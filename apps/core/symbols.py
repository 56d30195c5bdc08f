"""Barcodes and QR codes to look at: SVG in true size, black on white in both themes, with the quiet zone they need."""

from collections.abc import Iterable
from itertools import groupby

import segno
from barcode import get_barcode_class
from django.utils.html import format_html
from django.utils.safestring import SafeString

# The narrowest bar and the side of a dot in pixels of CSS: sharp on screens, 0.26 and 0.79 mm on paper.
LINEAR_MODULE, SQUARE_MODULE = 1, 3
BAR_HEIGHT, LINEAR_QUIET_ZONE, QR_QUIET_ZONE = 56, 10, 4  # in modules


def code_128(text: str) -> SafeString:
    """What the labels of tools and people carry: short, and any sign of a barcode."""
    [pattern] = get_barcode_class("code128")(text).build()
    return _bars(pattern)


def code_39(text: str) -> SafeString:
    """An older kind that knows capital letters and digits only."""
    [pattern] = get_barcode_class("code39")(text, add_checksum=False).build()
    return _bars(pattern)


def qr_code(text: str) -> SafeString:
    """What phones read best; it may hold any text."""
    rows = segno.make(text, micro=False, error="m").matrix_iter(border=QR_QUIET_ZONE)
    return _svg([list(row) for row in rows], row_height=1, module=SQUARE_MODULE)


def _bars(pattern: str) -> SafeString:
    quiet = [0] * LINEAR_QUIET_ZONE
    row = [*quiet, *(int(bit) for bit in pattern), *quiet]
    return _svg([row], row_height=BAR_HEIGHT, module=LINEAR_MODULE, shape="none")


def _svg(
    rows: list[list[int]], *, row_height: int, module: int, shape: str = "xMidYMid"
) -> SafeString:
    """
    :param shape: how it fills a box of another shape; bars may be stretched ("none"), dots may not.
    """
    width, height = len(rows[0]), len(rows) * row_height
    shapes = (
        f"M{x} {y * row_height}h{length}v{row_height}h-{length}z"
        for y, row in enumerate(rows)
        for x, length in _dark_runs(row)
    )
    return format_html(
        '<svg class="symbol" xmlns="http://www.w3.org/2000/svg" aria-hidden="true" shape-rendering="crispEdges"'
        ' viewBox="0 0 {0} {1}" width="{2}" height="{3}" preserveAspectRatio="{5}">'
        '<path fill="#fff" d="M0 0h{0}v{1}H0z"/><path fill="#000" d="{4}"/></svg>',
        width,
        height,
        width * module,
        height * module,
        "".join(shapes),
        shape,
    )


def _dark_runs(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Where dark begins, and how long it goes on."""
    x = 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            yield x, length
        x += length
