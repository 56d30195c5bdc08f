"""When what the camera sees is a scan."""

import base64

import pytest

from scandy_site.env import BASE_DIR

pytestmark = [pytest.mark.journey]

MODULE = BASE_DIR / "static" / "js" / "quickscan" / "sightings.js"
ADDRESS = "data:text/javascript;base64," + base64.b64encode(MODULE.read_bytes()).decode()
LOOK = """
  ([url, pictures]) => import(url).then(({ Sightings }) => {
    const sightings = new Sightings();
    return pictures.map(([codes, now]) => sightings.see(codes, now));
  })
"""


@pytest.fixture(scope="module")
def scanned(browser):
    """``scanned(pictures)``: the scans that come of pictures, each the codes in it and its time."""
    page = browser.new_page()
    yield lambda *pictures: [
        code for code in page.evaluate(LOOK, [ADDRESS, list(pictures)]) if code is not None
    ]
    page.close()


def test_two_pictures_must_agree(scanned):
    assert scanned((["A"], 0), (["B"], 100), (["A"], 200)) == []
    assert scanned((["A"], 0), (["A"], 100)) == ["A"]


def test_a_code_that_stays_is_read_once(scanned):
    assert scanned(*((["A"], now) for now in range(0, 60_000, 100))) == ["A"]


def test_a_blurred_moment_is_no_leaving(scanned):
    pictures = [(["A"], 0), (["A"], 100), ([], 1_000), (["A"], 1_900), (["A"], 2_000)]

    assert scanned(*pictures) == ["A"]


def test_a_code_that_was_away_is_read_again(scanned):
    pictures = [(["A"], 0), (["A"], 100), ([], 1_000), (["A"], 2_200), (["A"], 2_300)]

    assert scanned(*pictures) == ["A", "A"]


def test_the_nearest_to_the_middle_is_meant_and_its_neighbor_is_not_gone(scanned):
    beside = [(["B", "A"], now) for now in range(200, 5_000, 100)]
    pictures = [(["A"], 0), (["A"], 100), *beside, (["A"], 5_000), (["A"], 5_100)]

    assert scanned(*pictures) == ["A", "B"]
