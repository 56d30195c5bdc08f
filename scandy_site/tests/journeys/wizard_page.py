"""The setup wizard as an operator walks through it for the first time."""

from playwright.sync_api import Page, expect

from apps.accounts.tests.factories import PASSWORD
from apps.core.jobs import run_job
from apps.core.models import Job
from scandy_site.celery import app


class Wizard:
    """The pages under /setup/; each method answers one of them."""

    def __init__(self, page: Page):
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._note)

    def _note(self, note) -> None:
        if note.type == "error" and not note.text.startswith("Failed to load resource"):
            self.complaints.append(note.text)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect_at(self, place: str) -> None:
        self.page.wait_for_url(f"**/setup/{place}")
        overflow = "document.documentElement.scrollWidth > innerWidth"
        assert not self.page.evaluate(overflow), f"{place} is wider than the screen"

    def create_account(self, link: str) -> None:
        self.page.goto(link)
        fields = {
            "username": "chefin",
            "first_name": "Ute",
            "last_name": "Krüger",
            "email": "ute@example.org",
            "password": PASSWORD,
            "password_again": PASSWORD,
        }
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)
        self.page.keyboard.press("Enter")
        self.expect_at("step/house")

    def describe_house(self, name: str) -> None:
        self.page.select_option("[name=state]", "NI")
        self.page.fill("[name=system_name]", name)
        self.page.keyboard.press("Enter")
        self.expect_at("step/mail")

    def enter_mail_server(self, port: int) -> None:
        self.page.fill("[name=mail_server]", "127.0.0.1")
        self.page.fill("[name=mail_port]", str(port))
        self.page.select_option("[name=mail_security]", "none")
        self.page.fill("[name=mail_default_sender]", "scandy@example.org")

    def try_mail(self) -> None:
        """Press the button and let a worker do the job."""
        self.press("Speichern und Testmail senden")
        self.page.wait_for_url("**/setup/step/mail?job=*")
        self.work()

    def load_demo(self) -> None:
        self.press("Demodaten laden")
        expect(self.page.locator(".job")).to_be_visible()
        self.work()

    def work(self) -> None:
        """What a worker would do with the newest job."""
        app.loader.import_default_modules()
        run_job(str(Job.objects.order_by("-created_at").first().pk))

    def choose_names(self, *, without: str, own: str) -> None:
        self.page.get_by_label(without, exact=True).uncheck()
        self.page.fill("[name=more]", own)
        self.press("Weiter")
