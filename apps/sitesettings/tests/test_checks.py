"""What stops all mail is found before somebody waits for one."""

import pytest

from apps.core.secrets import encrypt
from apps.sitesettings.checks import mail
from apps.sitesettings.models import SystemSettings
from apps.sitesettings.queries import forget

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def mail_server() -> None:
    SystemSettings.objects.update(
        mail_server="mail.example", mail_password_encrypted=encrypt("geheim")
    )
    forget()
    yield
    forget()


def ids() -> list[str]:
    return [message.id for message in mail(databases=["default"])]


def test_password_that_a_new_secret_key_hides_is_an_error(mail_server, settings):
    settings.PUBLIC_URL = "https://werkstatt.example"
    before = ids()

    settings.SECRET_KEY = "another key of more than enough characters"

    assert before == ["sitesettings.I1"]
    assert ids() == ["sitesettings.E1"]


def test_mail_without_an_address_for_its_links_is_warned(mail_server, settings):
    settings.PUBLIC_URL = ""

    assert ids() == ["sitesettings.W2", "sitesettings.I1"]
