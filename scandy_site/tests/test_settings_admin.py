"""The settings in the back office: one form, checked, written down, in effect at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.audit.models import AuditEvent
from apps.core.tests.admin_pages import errors, filled_in
from apps.sitesettings.enums import Feature
from apps.sitesettings.models import SystemSettings
from apps.sitesettings.queries import current
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:sitesettings_systemsettings_changelist")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@pytest.fixture
def admin():
    return client_of(Role.ADMIN)


@pytest.fixture
def form_url(admin):
    return admin.get(LIST).url


def save(client, url, **changes):
    return client.post(url, {**filled_in(client, url), **changes})


def test_the_menu_opens_the_form_itself(admin):
    response = admin.get(LIST, follow=True)

    assert response.status_code == 200
    assert response.context["adminform"].form.instance.system_name == "Scandy"


def test_form_opens_also_before_anything_was_stored(admin):
    SystemSettings.objects.all().delete()

    assert admin.get(LIST, follow=True).status_code == 200
    assert SystemSettings.objects.count() == 1


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.STANDARD_USER, Role.PARTICIPANT])
def test_nobody_but_admins_sees_the_settings(form_url, role):
    client = client_of(role)

    assert client.get(form_url).status_code == 403
    assert client.post(form_url, {"system_name": "Mine"}).status_code == 403


def test_saving_unchanged_settings_changes_nothing(admin, form_url):
    before = SystemSettings.objects.values().get()

    response = save(admin, form_url)

    assert response.status_code == 302
    assert {**SystemSettings.objects.values().get(), "updated_at": None} == {
        **before,
        "updated_at": None,
    }
    assert not AuditEvent.objects.filter(event_type="sitesettings.changed").exists()


def test_change_is_in_effect_and_in_the_history(admin, form_url):
    save(admin, form_url, system_name="Werkstatt Süd", lending_days="21", opening_days=["0", "2"])

    settings = current()
    assert (settings.system_name, settings.lending_days, settings.opening_days) == (
        "Werkstatt Süd",
        21,
        [0, 2],
    )
    event = AuditEvent.objects.get(event_type="sitesettings.changed")
    assert event.changes["lending_days"]["old"] == "14"
    assert event.changes["lending_days"]["new"] == "21"
    assert set(event.changes) == {"system_name", "lending_days", "opening_days"}
    history = admin.get(reverse("admin:sitesettings_systemsettings_history", args=[settings.pk]))
    assert "Werkstatt Süd" in history.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lending_days": "0"}, "lending_days"),
        ({"opening_days": []}, "opening_days"),
        ({"quiet_from": "20:00"}, "quiet_until"),
        ({"primary_color": "blue"}, "primary_color"),
        ({"primary_color": "#ffee00"}, "primary_color"),
        ({"mail_port": "70000"}, "mail_port"),
        ({"mail_default_sender": "nobody"}, "mail_default_sender"),
        ({"reminder_days": "0, often"}, "reminder_days"),
        ({"reminder_days": "0, 1000"}, "reminder_days"),
        ({"vat_percent": "190"}, "vat_percent"),
        ({"state": "XX"}, "state"),
        ({"inactivity_minutes": "1"}, "inactivity_minutes"),
    ],
)
def test_impossible_value_is_refused_at_its_field(admin, form_url, changes, field):
    response = save(admin, form_url, **changes)

    assert list(errors(response)) == [field]
    assert SystemSettings.objects.get().lending_days == 14


def test_password_is_stored_unreadable_and_never_shown(admin, form_url):
    save(admin, form_url, mail_password="geheim-123")

    stored = SystemSettings.objects.get()
    assert stored.mail_password == "geheim-123"
    assert "geheim-123" not in stored.mail_password_encrypted
    assert "geheim-123" not in admin.get(form_url).content.decode()
    assert "geheim-123" not in str(AuditEvent.objects.values_list("changes", flat=True))


def test_empty_password_keeps_the_stored_one(admin, form_url):
    save(admin, form_url, mail_password="geheim-123")

    save(admin, form_url, system_name="Anders", mail_password="")

    assert SystemSettings.objects.get().mail_password == "geheim-123"


def test_logo_is_shown_to_everybody_and_removed_again(admin, form_url, client):
    save(admin, form_url, new_logo=SimpleUploadedFile("haus.png", PNG))

    response = client.get(reverse("branding:logo"))
    assert response.content == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert reverse("branding:logo") in client.get(reverse("accounts:login")).content.decode()

    save(admin, form_url, remove_logo="on")

    assert client.get(reverse("branding:logo")).status_code == 404
    assert reverse("branding:logo") not in client.get(reverse("accounts:login")).content.decode()


@pytest.mark.parametrize(
    "content",
    [b"<svg onload='alert(1)'/>", PNG + b"0" * 500_000, b"RIFF....WAVE"],
    ids=["svg", "large", "sound"],
)
def test_what_is_no_small_picture_is_refused_as_logo(admin, form_url, content):
    response = save(admin, form_url, new_logo=SimpleUploadedFile("haus.png", content))

    assert list(errors(response)) == ["new_logo"]
    assert not SystemSettings.objects.get().logo


def test_color_of_the_house_reaches_pages_and_back_office(admin, form_url, client):
    save(admin, form_url, primary_color="#7a1f5c")

    page = client.get(reverse("accounts:login")).content.decode()
    assert reverse("branding:colors") in page
    css = client.get(reverse("branding:colors"))
    assert css.headers["Content-Type"].startswith("text/css")
    assert "--color-primary: #7a1f5c" in css.content.decode()
    assert "#7a1f5c" in admin.get(reverse("admin:index")).content.decode()


def test_settings_cost_one_small_read_per_page(admin, form_url, count_commands):
    save(admin, form_url, new_logo=SimpleUploadedFile("haus.png", PNG))
    admin.get(reverse("tools:list"))

    with count_commands() as commands:
        admin.get(reverse("tools:list"))

    [read] = [command for command in commands.commands if command.get("find") == "settings"]
    assert read["projection"]["logo"] == 0  # it is large, and pages ask for it by itself


def test_own_words_stand_in_the_menu(admin, form_url):
    save(admin, form_url, label_tools="Geräte")

    shell = admin.get(reverse("home")).context["shell"]
    labels = [str(item["label"]) for group in shell["menu"] for item in group["items"]]
    assert "Geräte" in labels


def test_optional_field_that_is_off_is_gone_from_form_page_and_api(admin, form_url):
    tool = ToolFactory(serial_number="SN-77", invoice_number="R-88")
    features = [feature for feature in current().features if feature != Feature.SERIAL_NUMBER]

    save(admin, form_url, features=features)

    form = admin.get(reverse("admin:tools_tool_add")).context["adminform"].form
    page = admin.get(reverse("tools:detail", args=[tool.barcode])).content.decode()
    data = admin.get(reverse("api:tool", args=[tool.barcode])).json()["data"]
    assert ("serial_number" in form.fields, "invoice_number" in form.fields) == (False, True)
    assert ("SN-77" in page, "R-88" in page) == (False, True)
    assert ("serial_number" in data, "invoice_number" in data) == (False, True)
