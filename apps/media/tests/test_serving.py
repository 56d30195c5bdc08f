"""Which part of a file a request asks for."""

import pytest

from apps.media.serving import Part

pytestmark = pytest.mark.unit

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-499", (0, 499)),
        ("bytes=500-", (500, 999)),
        ("bytes=-500", (500, 999)),
        ("bytes=-5000", (0, 999)),
        ("bytes=990-5000", (990, 999)),
    ],
)
def test_a_range_is_cut_to_the_file(header, part):
    found = Part(SIZE, header)

    assert (found.is_partial, (found.start, found.end)) == (True, part)


@pytest.mark.parametrize(
    "header", ["", "bytes=-", "bytes=9-1", "items=0-1", "bytes=0-1,5-6", "bytes=a-b"]
)
def test_what_is_no_single_range_means_the_whole(header):
    found = Part(SIZE, header)

    assert (found.is_partial, found.is_impossible, found.length) == (False, False, SIZE)


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_behind_the_end_is_impossible(header):
    assert Part(SIZE, header).is_impossible
