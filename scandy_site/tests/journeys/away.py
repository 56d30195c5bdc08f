"""A desk that does not reach the server, though the server runs."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from scandy_site.tests.journeys.desk_page import DeskPage

REQUESTS = re.compile(r"/quickscan/scan\?|/api/(lending|stock)/")


def cut_off(desk: DeskPage, what: re.Pattern = REQUESTS) -> Callable[[], None]:
    """Let no request through; returns what lets them through again."""
    desk.page.route(what, lambda route: route.abort())

    def let_through() -> None:
        desk.page.unroute(what)
        # an event, for the button may go while the mouse is on its way: the desk also tries by itself
        desk.page.locator("[data-action=retry]").dispatch_event("click")

    return let_through


def expect_kept(desk: DeskPage, count: int) -> None:
    expect(desk.pending).to_have_count(count)
    expect(desk.status).to_have_attribute("data-tone", re.compile("away|signedOut"))
