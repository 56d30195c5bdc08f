"""The back office as a whole: who comes in, by which door, and what is there for whom."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.admin import ScandyModelAdmin
from scandy_site.admin_site import ScandyAdminSite

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

INDEX = reverse("admin:index")
LISTS = {
    "tools_tool": {Role.EMPLOYEE, Role.ADMIN},
    "lending_lending": {Role.EMPLOYEE, Role.ADMIN},
    "tickets_ticket": {Role.EMPLOYEE, Role.ADMIN},
    "tickets_workarea": {Role.EMPLOYEE, Role.ADMIN},
    "consumables_consumable": {Role.EMPLOYEE, Role.ADMIN},
    "consumables_stockmovement": {Role.EMPLOYEE, Role.ADMIN},
    "consumables_purchaseorder": {Role.EMPLOYEE, Role.ADMIN},
    "consumables_stocktaking": {Role.EMPLOYEE, Role.ADMIN},
    "workers_worker": {Role.EMPLOYEE, Role.ADMIN},
    "accounts_user": {Role.ADMIN},
    "masterdata_category": {Role.EMPLOYEE, Role.ADMIN},
    "masterdata_location": {Role.EMPLOYEE, Role.ADMIN},
    "masterdata_department": {Role.EMPLOYEE, Role.ADMIN},
    "masterdata_supplier": {Role.EMPLOYEE, Role.ADMIN},
    "tools_toolfield": {Role.ADMIN},
    "notifications_notice": {Role.EMPLOYEE, Role.ADMIN},
    "notifications_outgoingmail": {Role.ADMIN},
    "sitesettings_systemsettings": {Role.ADMIN},
    "sitesettings_scheduledtask": {Role.ADMIN},
    "core_taskrun": {Role.ADMIN},
    "core_job": {Role.ADMIN},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", LISTS)
def test_each_role_sees_its_lists(role, name):
    response = client_of(role).get(reverse(f"admin:{name}_changelist"), follow=True)

    assert response.status_code == (200 if role in LISTS[name] else 403)


@pytest.mark.parametrize("role", Role)
def test_overview_is_for_those_who_run_the_store(role):
    response = client_of(role).get(INDEX)

    assert response.status_code == (200 if role in {Role.EMPLOYEE, Role.ADMIN} else 403)


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.ADMIN])
def test_menu_and_overview_offer_what_the_role_may_see(role):
    response = client_of(role).get(INDEX)

    expected = [reverse(f"admin:{n}_changelist") for n in LISTS if role in LISTS[n]]
    cards = [card["link"] for group in response.context["groups"] for card in group["cards"]]
    menu = [item["link"] for g in response.context["sidebar_navigation"] for item in g["items"]]
    assert cards == expected
    assert menu == [reverse("home"), INDEX, *expected]


def test_overview_stays_within_its_number_of_queries(count_commands):
    client = client_of(Role.ADMIN)
    client.get(INDEX)

    with count_commands() as commands:
        client.get(INDEX)

    assert commands.total <= 10


def test_anonymous_people_are_sent_to_the_sign_in_page(client):
    address = reverse("admin:tools_tool_changelist")

    assert client.get(address).url == f"{reverse('accounts:login')}?next={address}"


def test_the_admin_has_no_sign_in_page_of_its_own(client):
    address = reverse("admin:login")

    assert client.get(address).url.startswith(reverse("accounts:login"))
    assert client.post(address, {"username": "a", "password": "b"}).url.startswith(
        reverse("accounts:login")
    )


def test_signing_out_happens_on_the_one_page_for_it():
    client = client_of(Role.EMPLOYEE)

    client.post(reverse("admin:logout"), follow=True)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    [
        "auth/group/",
        "django_celery_beat/periodictask/",
        "password_change/",
        "search/",
        "admin/logentry/",
    ],
)
def test_doors_past_the_services_are_closed(path):
    assert client_of(Role.ADMIN).get(INDEX + path).status_code == 404


def test_every_admin_stands_on_the_seam():
    assert isinstance(admin.site._wrapped, ScandyAdminSite)
    assert all(isinstance(each, ScandyModelAdmin) for each in admin.site._registry.values())


def test_missing_slash_is_added():
    address = reverse("admin:tools_tool_changelist")

    assert client_of(Role.EMPLOYEE).get(address.rstrip("/")).url == address


@pytest.mark.parametrize("name", ["index", "tools_tool_changelist", "tools_tool_add"])
def test_pages_carry_no_inline_style_or_script_without_the_nonce(name):
    response = client_of(Role.EMPLOYEE).get(reverse(f"admin:{name}"))

    page = response.content.decode()
    (nonce,) = re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    assert re.findall(r"<style[^>]*>", page) == [
        f'<style id="unfold-theme-colors" nonce="{nonce}">'
    ]
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", page) == []
    assert re.findall(r'\sstyle="[^"]*"', page) == []
    assert '"includeIndicatorStyles": false' in page
