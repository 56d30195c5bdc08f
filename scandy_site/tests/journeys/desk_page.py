"""The scan desk as somebody with a scanner uses it: codes are typed fast, wherever the focus is."""

import re

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from apps.accounts.tests.factories import PASSWORD

# Chromium notes each 404, 409 and each request without an answer, and headers that need TLS.
NO_COMPLAINTS = (
    "Failed to load resource",
    "The Cross-Origin-Opener-Policy header has been ignored",
)
BOUNCE_IS_OVER = 3_100
READ_ANEW = 400
READ_IN_FIELD = """(field, code) => {
  const press = (key) =>
    field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (const key of code) if (press(key)) field.value += key;
  if (press("Enter")) field.form.requestSubmit();
}"""


class DeskPage:
    """The page /quickscan/ and what is on it; results are told by kind, for words are the catalog's."""

    def __init__(self, page: Page, address: str):
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.field = page.locator("#scan")
        self.result = page.locator("[data-result]")
        self.person = page.locator("[data-person]")
        self.status = page.locator("[data-status]")
        self.due = page.locator("[data-due]")
        self.pad = page.locator("[data-quantity]")
        self.pending = page.locator("[data-pending] > li")
        self.entries = page.locator("[data-entries] > li")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NO_COMPLAINTS):
            self.complaints.append(message.text)

    def open(self) -> None:
        self.page.goto(f"{self.address}/quickscan/")
        self.wait_until_ready()

    def sign_in(self, username: str) -> None:
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """The desk's script has drawn the page."""
        expect(self.page.locator("[data-sound][aria-pressed]")).to_be_visible()

    def reload(self) -> None:
        self.page.reload()
        self.wait_until_ready()

    def scan(self, *things) -> None:
        """Read the barcodes of things, or codes, one after the other without a pause."""
        for thing in things:
            self.page.keyboard.type(getattr(thing, "barcode", thing))
            self.page.keyboard.press("Enter")

    def scan_elsewhere(self, thing, field: Locator) -> None:
        """Read a barcode in another field, where a scanner is told by its speed.

        The keys come from within the page: sent one by one to a machine under load, they would be a slow typist's.
        """
        field.evaluate(READ_IN_FIELD, thing.barcode)

    def expect_result(self, kind: str, *words: str) -> None:
        """Wait for a result of the kind that mentions the words."""
        expect(self.result).to_have_attribute("data-kind", kind)
        for word in words:
            expect(self.result).to_contain_text(word)

    def expect_person(self, person) -> None:
        if person is None:
            expect(self.person).to_have_attribute("data-state", re.compile("empty|waiting"))
        else:
            expect(self.person.locator("[data-slot=name]")).to_have_text(person.full_name)
            expect(self.person).to_have_attribute("data-state", re.compile("active|refused"))

    def expect_quantity(self, text: str) -> None:
        """The number pad is open and shows the quantity; another reading of the scanner counts from now on."""
        expect(self.pad.locator("input")).to_be_visible()
        expect(self.pad.locator("input")).to_have_value(text)
        self.pass_time(READ_ANEW)

    def press(self, keys: str) -> None:
        """Press digits, or the comma, on the number pad."""
        for key in keys:
            self.pad.locator(f"[data-digit='{key}']").click()

    def expect_all_sent(self) -> None:
        expect(self.pending).to_have_count(0)

    def entry_of(self, tool) -> Locator:
        """The newest line of today's list about the tool."""
        return self.entries.filter(has_text=tool.barcode).first

    def lend(self, worker, *tools) -> None:
        self.scan(worker, *tools)
        self.expect_result("lent", tools[-1].name)
        self.expect_all_sent()

    def pass_time(self, milliseconds: int = BOUNCE_IS_OVER) -> None:
        """Let the browser's clock jump: the scanner cannot bounce any more."""
        self.page.clock.fast_forward(milliseconds)
