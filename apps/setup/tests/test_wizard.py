"""The wizard in the browser: each step good and bad, twice, out of order, by others, and after the end."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import PASSWORD
from apps.audit.models import AuditEvent
from apps.core.models import Job
from apps.core.registry import SetupStep, registry
from apps.core.tests.moments import MADE_AT
from apps.masterdata.models import Category, Department, Location
from apps.masterdata.services import save_named
from apps.setup.links import make_link
from apps.setup.services import skip_setup
from apps.setup.steps import proposals
from apps.setup.tests.houses import begin, browser_of, finish, skip_to
from apps.sitesettings.models import SystemSettings
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

INDEX, FINISH, DEMO, TEST_MAIL = (
    reverse(f"setup:{name}") for name in ("index", "finish", "demo", "test_mail")
)
HOME, SIGN_IN = reverse("home"), reverse("accounts:login")
CODES = ["house", "mail", "departments", "categories", "locations"]
HOUSE = {"system_name": "Holzwerk", "state": "NI", "opening_days": [0, 1], "lending_days": 7}
MAIL = {
    "mail_server": "mail.example.org",
    "mail_port": 465,
    "mail_security": "tls",
    "mail_username": "scandy",
    "mail_password": "geheim",
    "mail_default_sender": "scandy@example.org",
    "test_recipient": "",
}
ADDRESSES = [INDEX, FINISH, DEMO, TEST_MAIL, *(reverse("setup:step", args=[c]) for c in CODES)]


def page(code):
    return reverse("setup:step", args=[code])


def settings():
    return SystemSettings.objects.get()


def names(model):
    return list(model.objects.order_by("sort_name").values_list("name", flat=True))


@pytest.fixture
def admin(db):
    return begin()


@pytest.fixture
def browser(admin):
    return browser_of(admin)


def test_the_house_is_saved_and_leads_to_the_next_step(browser):
    response = browser.post(page("house"), HOUSE)

    assert response.url == page("mail")
    stored = settings()
    assert (stored.system_name, stored.state, stored.opening_days) == ("Holzwerk", "NI", [0, 1])
    assert stored.setup_done == ["house"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"system_name": " "}, "system_name"),
        ({"state": "XX"}, "state"),
        ({"opening_days": []}, "opening_days"),
        ({"lending_days": 0}, "lending_days"),
        ({"lending_days": "viele"}, "lending_days"),
    ],
)
def test_a_refused_step_keeps_the_input_and_the_place(browser, change, field):
    response = browser.post(page("house"), HOUSE | {"system_name": "Neu"} | change)

    assert list(response.context["form"].errors) == [field]
    assert (settings().system_name, settings().setup_done) == ("Scandy", [])
    if field != "system_name":
        assert response.context["form"]["system_name"].value() == "Neu"


def test_a_step_sent_twice_records_its_change_once(browser, admin):
    browser.post(page("house"), HOUSE)
    browser.post(page("house"), HOUSE)

    changed = AuditEvent.objects.filter(event_type="sitesettings.changed")
    assert [event.actor_id for event in changed] == [admin.pk]


def test_the_mail_settings_are_saved_and_the_password_is_never_shown(browser, admin):
    skip_to("mail", admin)

    browser.post(page("mail"), MAIL)
    browser.post(page("mail"), MAIL | {"mail_password": ""})

    assert settings().mail_password == "geheim"
    assert b"geheim" not in browser.get(page("mail")).content


def test_half_filled_mail_settings_can_be_skipped(browser, admin):
    skip_to("mail", admin)

    response = browser.post(page("mail"), {"mail_server": "halb", "mail_port": "x", "to": "skip"})

    assert response.url == page("departments")
    assert (settings().mail_server, settings().setup_done) == ("", ["house", "mail"])


def test_only_an_optional_step_can_be_skipped(browser):
    response = browser.post(page("house"), {"to": "skip"})

    assert response.status_code == 200
    assert settings().setup_done == []


def test_the_test_mail_saves_and_is_shown_on_the_step(browser, admin):
    skip_to("mail", admin)

    response = browser.post(TEST_MAIL, MAIL | {"test_recipient": "a@example.org"})

    job = Job.objects.get()
    assert (job.arguments, job.actor_id) == ({"recipient": "a@example.org"}, admin.pk)
    assert settings().mail_server == "mail.example.org"
    assert browser.get(response.url).context["job"] == job


@pytest.mark.parametrize(
    ("change", "field"),
    [({}, "test_recipient"), ({"test_recipient": "a"}, "test_recipient")],
)
def test_a_test_mail_needs_an_address(browser, admin, change, field):
    skip_to("mail", admin)

    response = browser.post(TEST_MAIL, MAIL | change)

    assert list(response.context["form"].errors) == [field]
    assert not Job.objects.exists()
    assert settings().mail_server == ""


def test_the_job_of_somebody_else_is_not_shown(browser, admin):
    skip_to("mail", admin)
    response = browser.post(TEST_MAIL, MAIL | {"test_recipient": "a@example.org"})
    other = client_of(Role.ADMIN)

    assert other.get(response.url).context["job"] is None
    assert browser.get(f"{page('mail')}?job=quatsch").context["job"] is None


@pytest.mark.parametrize(
    ("code", "model"),
    [("departments", Department), ("categories", Category), ("locations", Location)],
)
def test_names_start_with_all_proposals_ticked(browser, admin, code, model):
    skip_to(code, admin)

    form = browser.get(page(code)).context["form"]
    browser.post(page(code), {"names": form.initial["names"], "offered": form.offered_names})

    assert sorted(form.initial["names"]) == sorted(proposals(model)) == sorted(names(model))


def test_own_names_are_added_once_and_tidied(browser, admin):
    skip_to("departments", admin)
    lines = "Buchbinderei\n\n  Holz   werk \nholz werk\nbuchbinderei\nHOLZWERKSTATT"

    browser.post(page("departments"), {"names": ["Holzwerkstatt"], "more": lines})

    assert names(Department) == ["Buchbinderei", "Holz werk", "Holzwerkstatt"]


def test_coming_back_shows_what_is_stored_and_offers_the_rest(browser, admin):
    skip_to("departments", admin)
    browser.post(page("departments"), {"names": ["IT"], "more": "Buchbinderei"})

    form = browser.get(page("departments")).context["form"]

    assert form.initial["names"] == ["Buchbinderei", "IT"]
    assert {"Holzwerkstatt", "Buchbinderei"} <= set(form.offered_names)


def test_an_unticked_name_goes_and_one_that_was_not_shown_stays(browser, admin):
    skip_to("departments", admin)
    browser.post(page("departments"), {"names": ["IT", "Küche"]})
    save_named(Department(name="Von nebenan"), actor=admin, now=MADE_AT)

    browser.post(page("departments"), {"names": ["IT"], "offered": ["IT", "Küche"]})

    assert names(Department) == ["IT", "Von nebenan"]


def test_a_name_in_use_cannot_be_unticked(browser, admin):
    skip_to("categories", admin)
    browser.post(page("categories"), {"names": ["Garten", "Küche"]})
    ToolFactory(category=Category.objects.get(name="Garten"))

    response = browser.post(
        page("categories"), {"more": "Neu", "offered": ["Garten", "Küche"], "names": []}
    )

    assert "Garten" in str(response.context["form"].non_field_errors())
    assert names(Category) == ["Garten", "Küche"]


@pytest.mark.parametrize("more", ["x" * 101, "\n".join(map(str, range(301)))])
def test_too_much_is_refused_with_the_input_kept(browser, admin, more):
    skip_to("departments", admin)

    response = browser.post(page("departments"), {"names": ["IT"], "more": more})

    assert response.context["form"].errors
    assert response.context["form"]["more"].value() == more
    assert names(Department) == []


def test_going_back_saves_too(browser, admin):
    skip_to("departments", admin)

    response = browser.post(page("departments"), {"names": ["IT"], "to": "back"})

    assert response.url == page("mail")
    assert names(Department) == ["IT"]


def test_a_jump_along_the_way_saves_too(browser, admin):
    skip_to("categories", admin)

    response = browser.post(page("categories"), {"names": ["Garten"], "to": "house"})

    assert response.url == page("house")
    assert browser.get(INDEX).url == page("house")
    assert names(Category) == ["Garten"]


@pytest.mark.parametrize("target", ["locations", "finish", "quatsch", "account", "x" * 5000])
def test_nobody_jumps_over_a_step(browser, target):
    response = browser.post(page("house"), HOUSE | {"to": target})

    assert response.url == page("mail")


@pytest.mark.parametrize("address", [page("locations"), FINISH])
@pytest.mark.parametrize("method", ["get", "post"])
def test_out_of_order_leads_to_where_one_is(browser, address, method):
    response = getattr(browser, method)(address, {"names": ["IT"]})

    assert response.url == page("house")
    assert not Location.objects.exists()
    assert settings().setup_state == "running"


def test_an_unknown_step_is_none(browser):
    assert browser.get(page("quatsch")).status_code == 404
    assert browser.post(page("quatsch")).status_code == 404


def test_later_saves_and_the_start_page_reminds(browser):
    response = browser.post(page("house"), HOUSE | {"to": "home"})

    assert response.url == HOME
    hint = browser.get(HOME).context["setup_hint"]
    assert (hint["stop"].code, hint["number"], hint["count"]) == ("house", 2, 7)
    assert settings().system_name == "Holzwerk"


def test_later_leads_home_with_wrong_input_too_and_says_so(browser):
    response = browser.post(page("house"), HOUSE | {"lending_days": "x", "to": "home"}, follow=True)

    assert response.redirect_chain == [(HOME, 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert settings().system_name == "Scandy"


def sign_in(next_page=""):
    fields = {"username": "chefin", "password": PASSWORD, "next": next_page}
    return Client().post(SIGN_IN, fields).url


@pytest.mark.parametrize(
    ("asked", "lands"),
    [("", INDEX), (HOME, INDEX), ("/tools/", "/tools/"), (page("mail"), page("mail"))],
)
def test_signing_in_leads_back_to_the_wizard(admin, asked, lands):
    assert sign_in(asked) == lands


def test_after_the_end_signing_in_leads_home(admin):
    finish(admin)

    assert sign_in() == HOME
    assert browser_of(admin).get(HOME).context["setup_hint"] is None


def test_a_closed_browser_resumes_where_one_was(browser, admin):
    browser.post(page("house"), HOUSE)
    browser.post(page("mail"), {"to": "skip"})

    assert browser_of(admin).get(INDEX).url == page("departments")


def test_the_last_page_says_what_is_set_up(browser, admin):
    browser.post(page("house"), HOUSE)
    skip_to("finish", admin)

    done = browser.get(FINISH).context["done"]

    assert [step.code for step, _summary in done] == CODES
    assert done[0][1] == "Holzwerk"


def test_the_end_is_recorded_and_leads_home(browser, admin):
    skip_to("finish", admin)

    response = browser.post(FINISH)

    assert response.url == HOME
    [event] = AuditEvent.objects.filter(event_type="setup.finished")
    assert event.actor_id == admin.pk


@pytest.mark.parametrize("role", [None, *Role])
def test_after_the_end_nothing_of_it_exists_for_anybody(admin, role):
    link = make_link("")
    finish(admin)
    client = client_of(role) if role else Client()

    statuses = {
        (method, address): getattr(client, method)(address).status_code
        for address in [*ADDRESSES, link, f"{link}/skip"]
        for method in ("get", "post")
    }

    assert set(statuses.values()) == {404}


def test_a_second_tab_saves_nothing_after_the_end(browser, admin):
    skip_to("categories", admin)
    second_tab = browser_of(admin)
    second_tab.get(page("categories"))
    finish(admin)

    response = second_tab.post(page("categories"), {"names": ["Zu spät"]})

    assert response.status_code == 404
    assert not Category.objects.exists()


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.STANDARD_USER, Role.EMPLOYEE])
def test_others_may_not_while_it_runs(admin, role):
    client = client_of(role)

    statuses = {client.get(address).status_code for address in ADDRESSES}
    statuses |= {client.post(address).status_code for address in ADDRESSES}

    assert statuses == {403}
    assert client.get(HOME).context["setup_hint"] is None


def test_who_is_not_signed_in_is_asked_to(admin):
    for address in ADDRESSES:
        assert Client().get(address).url == f"{SIGN_IN}?next={address}"
    answer = Client().post(page("house"), HOUSE, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_AUTHENTICATED")


def test_another_admin_may_go_on(admin):
    assert client_of(Role.ADMIN).post(page("house"), HOUSE).url == page("mail")


def test_before_the_first_account_the_page_says_where_the_link_is(client, db):
    assert "./manage.sh restart" in client.get(INDEX).content.decode()
    assert {client.get(address).status_code for address in ADDRESSES[1:]} == {404}


def test_a_program_sends_the_same_fields(browser, admin):
    answer = browser.post(page("house"), HOUSE, content_type="application/json")
    refused = browser.post(page("mail"), {"mail_port": 0}, content_type="application/json")

    assert answer.json()["data"] == {"step": "mail"}
    assert (refused.status_code, refused.json()["code"]) == (400, "VALIDATION_ERROR")
    assert "mail_port" in refused.json()["data"]["fields"]


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "null"])
def test_rubbish_of_a_program_is_refused(browser, body):
    answer = browser.post(page("house"), body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("sent", [5, "IT", {"a": 1}, [1, None, {"a": 1}], [["IT"]], None])
def test_rubbish_for_names_never_breaks(browser, admin, sent):
    skip_to("departments", admin)
    fields = {"names": sent, "offered": sent, "more": sent, "to": sent}

    answer = browser.post(page("departments"), fields, content_type="application/json")

    assert answer.status_code in (200, 400)


def test_an_app_adds_a_step_of_its_own(browser, admin, monkeypatch):
    saved = []
    extra = SetupStep(
        code="extra",
        label="Extra",
        title="Extra",
        lead="",
        icon="tag",
        position=15,
        form=registry.setup_steps["house"].form,
        save=lambda values, *, actor, now: saved.append(values["system_name"]),
        summary=lambda: "",
    )
    monkeypatch.setitem(registry.setup_steps, "extra", extra)

    assert browser.post(page("house"), HOUSE).url == page("extra")
    assert browser.post(page("extra"), HOUSE).url == page("mail")
    assert saved == ["Holzwerk"]


def test_a_step_costs_the_same_with_few_names_as_with_many(browser, admin, count_commands):
    skip_to("departments", admin)
    browser.get(page("departments"))
    with count_commands() as few:
        browser.get(page("departments"))
    for number in range(50):
        save_named(Department(name=f"Bereich {number}"), actor=admin, now=MADE_AT)

    with count_commands() as many:
        browser.get(page("departments"))

    assert many.total == few.total <= 10


def test_after_skipping_there_is_no_wizard(db):
    link = make_link("")
    skip_setup(now=MADE_AT)

    assert Client().get(link).status_code == 404
    assert client_of(Role.ADMIN).get(INDEX).status_code == 404
