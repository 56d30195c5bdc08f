"""Mails as text and HTML, from templates/email/; a template that mentions what is not there is an error, not a gap."""

from typing import Any

from django.conf import settings as django_settings
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.utils.translation import gettext as _

from apps.notifications.models import OutgoingMail
from apps.sitesettings.models import SystemSettings

MISSING = "\0missing:%s\0"


class TemplateBroken(Exception):
    """The mail cannot be written; the text names the template and what is wrong."""


def render(mail: OutgoingMail, settings: SystemSettings) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail.

    :raises TemplateBroken: a template is missing, has a fault, or mentions a variable that the event does not have.
    """
    if not mail.template:
        return mail.subject, mail.text, mail.html
    context = {
        **mail.context,
        "system_name": settings.system_name,
        "recipient_name": str(mail.user) if mail.user else mail.context.get("recipient_name", ""),
        "color": settings.primary_color or "#1E3A5F",
    }
    return tuple(_part(mail.template, ending, context) for ending in ("subject.txt", "txt", "html"))


def _part(template: str, ending: str, context: dict[str, Any]) -> str:
    name = f"email/{template}.{ending}"
    try:
        text = _engine().get_template(name).render(Context(context, autoescape=ending == "html"))
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        raise TemplateBroken(
            _("The mail template %(name)s is faulty: %(error)s") % {"name": name, "error": error}
        ) from error
    if "\0missing:" in text:
        variable = text.split("\0missing:", 1)[1].split("\0", 1)[0]
        raise TemplateBroken(
            _("The mail template %(name)s mentions %(variable)s, which this mail does not have.")
            % {"name": name, "variable": variable}
        )
    return text


def _engine() -> Engine:
    return Engine(
        dirs=[django_settings.BASE_DIR / "templates"],
        string_if_invalid=MISSING,
        builtins=["django.templatetags.i18n"],
    )
