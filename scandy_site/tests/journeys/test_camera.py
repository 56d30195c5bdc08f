"""The camera at the desk: a film stands in for it; without TLS and without a camera a photo does its work."""

import pytest
from playwright.sync_api import expect

from apps.lending.models import Lending
from scandy_site.tests.journeys.conftest import OTHER_DEVICE
from scandy_site.tests.journeys.desk_page import DeskPage
from scandy_site.tests.journeys.pictures import phone_photo, write_film

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
READER = ("/camera.", "/photo.", "/decoder", "/zxing")
OUR_OWN = ("http://127.0.0.1:", "blob:http://127.0.0.1:")
READER_OF_THE_BROWSER = """
  window.BarcodeDetector = class {
    static getSupportedFormats = async () =>
      ["aztec", "code_39", "code_128", "data_matrix", "ean_8", "ean_13", "qr_code"];
    async detect({ width, height }) {
      const cornerPoints = [{ x: 0, y: 0 }, { x: width, y: height }];
      return width > 8 ? [{ rawValue: "%s", cornerPoints }] : [];
    }
  };
"""
A_LOOK = 3_000  # milliseconds in which the camera has seen enough


@pytest.fixture
def open_camera_desk(start_browser, open_desk, tmp_path):
    """``open_camera_desk(scenes)``: a phone whose camera sees these scenes, one after the other."""
    browsers = []

    def open_one(scenes, **options):
        film = tmp_path / "film.mjpeg"
        write_film(film, scenes)
        browsers.append(start_browser(*CAMERA, f"--use-file-for-fake-video-capture={film}"))
        return open_desk(inside=browsers[-1], **PHONE, **options)

    yield open_one
    for browser in browsers:
        browser.close()


@pytest.fixture
def open_phone(open_desk):
    """A phone at the desk that reaches the server without TLS."""
    return lambda **options: open_desk(host=OTHER_DEVICE, **PHONE, **options)


def camera_of(desk: DeskPage):
    return desk.page.locator("[data-camera]")


def switch_camera(desk: DeskPage) -> None:
    desk.page.locator("[data-camera-switch]").click()


def expect_state(desk: DeskPage, state: str) -> None:
    expect(camera_of(desk)).to_have_attribute("data-state", state)


def tracks(desk: DeskPage) -> list[str]:
    """The state of each camera that the page has open."""
    return desk.page.locator("[data-camera] video").evaluate(
        "video => (video.srcObject?.getTracks() ?? []).map((track) => track.readyState)"
    )


def take_photo(desk: DeskPage, content: bytes) -> None:
    with desk.page.expect_file_chooser() as chooser:
        switch_camera(desk)
    chooser.value.set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": content})


def requested(desk: DeskPage) -> list[str]:
    """Addresses that the page asks for from now on."""
    addresses: list[str] = []
    desk.page.context.on("request", lambda request: addresses.append(request.url))
    return addresses


def test_a_phone_lends_through_its_camera(open_camera_desk, anna, drill):
    desk = open_camera_desk(
        [(None, 1), (anna.barcode, 2), (None, 1), (drill.barcode, 2), (None, 30)]
    )
    asked = requested(desk)

    switch_camera(desk)
    desk.expect_person(anna)
    desk.expect_result("lent", drill.name, "Anna Beispiel")

    expect(camera_of(desk).locator("video")).to_be_in_viewport()
    assert Lending.objects.open().get().tool_id == drill.pk
    assert any("/zxing_reader." in address for address in asked)
    assert [address for address in asked if not address.startswith(OUR_OWN)] == []


def test_the_reader_is_not_fetched_before_the_camera_is_used(desk):
    asked = requested(desk)

    desk.reload()

    assert any("/camera_switch." in address for address in asked)
    assert [address for address in asked if any(part in address for part in READER)] == []


def test_a_browser_that_reads_all_kinds_itself_needs_no_reader_of_ours(open_camera_desk, anna):
    desk = open_camera_desk([(None, 30)], script=READER_OF_THE_BROWSER % anna.barcode)
    asked = requested(desk)

    switch_camera(desk)

    desk.expect_person(anna)
    assert [address for address in asked if "/zxing" in address] == []


def test_a_code_that_stays_in_front_of_the_camera_is_read_once(open_camera_desk, drill, anna):
    desk = open_camera_desk([(drill.barcode, 30)])

    switch_camera(desk)
    desk.expect_result("waiting", drill.name)
    desk.scan(anna)
    desk.expect_result("lent", drill.name)
    desk.page.wait_for_timeout(2 * A_LOOK)

    desk.expect_result("lent", drill.name)
    assert Lending.objects.open().count() == 1


def test_one_types_while_the_camera_looks(open_camera_desk, anna):
    desk = open_camera_desk([(None, 30)])
    switch_camera(desk)
    expect_state(desk, "aim")

    desk.scan(anna)

    desk.expect_person(anna)


def test_the_camera_is_closed_when_it_is_switched_off(open_camera_desk):
    desk = open_camera_desk([(None, 30)])
    switch_camera(desk)
    expect_state(desk, "aim")
    assert tracks(desk) == ["live"]

    switch_camera(desk)

    expect(camera_of(desk)).to_be_hidden()
    assert tracks(desk) == []


def test_the_camera_rests_while_nobody_sees_the_page(open_camera_desk):
    desk = open_camera_desk([(None, 30)])
    switch_camera(desk)
    expect_state(desk, "aim")

    for is_hidden, state in ((True, []), (False, ["live"])):
        desk.page.evaluate(
            """hidden => {
                Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
            }""",
            is_hidden,
        )
        desk.page.wait_for_timeout(A_LOOK)
        assert tracks(desk) == state


def test_a_camera_that_may_not_be_used_is_explained_and_a_photo_offered(open_desk, start_browser):
    browser = start_browser("--use-fake-device-for-media-stream", "--deny-permission-prompts")
    desk = open_desk(inside=browser)

    switch_camera(desk)

    expect_state(desk, "denied")
    expect(camera_of(desk).locator("[data-slot=take]")).to_be_visible()
    browser.close()


def test_a_device_without_a_camera_is_told_so(open_desk, start_browser):
    browser = start_browser(
        "--use-fake-device-for-media-stream=device-count=0", "--use-fake-ui-for-media-stream"
    )
    desk = open_desk(inside=browser)

    switch_camera(desk)

    expect_state(desk, "none")
    browser.close()


def test_a_reader_that_cannot_be_fetched_is_asked_for_again(open_camera_desk, anna):
    desk = open_camera_desk([(anna.barcode, 30)])
    desk.page.context.route("**/*zxing_reader*", lambda route: route.abort())
    switch_camera(desk)
    expect_state(desk, "failed")
    assert tracks(desk) == []
    desk.complaints.clear()  # the reader tells the console what it could not fetch

    desk.page.context.unroute_all()
    switch_camera(desk)
    switch_camera(desk)

    desk.expect_person(anna)


def test_without_tls_photos_do_the_same(open_phone, anna, drill):
    desk = open_phone()
    assert desk.page.evaluate("[isSecureContext, Boolean(navigator.mediaDevices)]") == [False] * 2

    take_photo(desk, phone_photo(anna.barcode))
    desk.expect_person(anna)
    take_photo(desk, phone_photo(drill.barcode))

    desk.expect_result("lent", drill.name, "Anna Beispiel")
    expect(camera_of(desk)).to_contain_text(drill.barcode)


@pytest.mark.parametrize(
    ("content", "state"), [(phone_photo(None), "nothing"), (b"no picture", "unreadable")]
)
def test_a_photo_without_a_barcode_says_what_to_do(open_phone, content, state):
    desk = open_phone()

    take_photo(desk, content)

    expect_state(desk, state)
    expect(camera_of(desk).locator("[data-slot=text]")).not_to_be_empty()
    desk.expect_result("idle")
