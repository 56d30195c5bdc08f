"""System checks about the settings: a secret that cannot be read any more stops all mail."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning
from django.utils.translation import gettext as _

from apps.core.checks import examination
from apps.core.secrets import SecretUnreadable
from apps.sitesettings.queries import current


@examination(database=True)
def mail() -> Iterator[CheckMessage]:
    area, stored = _("Mail"), current()
    try:
        has_password = bool(stored.mail_password)
    except SecretUnreadable:
        yield Error(
            _("The password of the mail server cannot be read, because SECRET_KEY has changed."),
            hint=_("Enter it again in the back office under Settings"),
            obj=area,
            id="sitesettings.E1",
        )
        return
    if stored.mail_server and not settings.PUBLIC_URL:
        yield Warning(
            _("Mails have no links, because Scandy does not know its address."),
            hint=_("Enter PUBLIC_URL in .env, then run ./manage.sh restart"),
            obj=area,
            id="sitesettings.W2",
        )
    if not stored.mail_server:
        text = _("No mail server is entered, so nobody gets mail.")
    elif has_password:
        text = _("The password of the mail server can be read.")
    else:
        text = _("The mail server is asked without a password.")
    yield Info(text, obj=area, id="sitesettings.I1")
