"""Mails as text and HTML, from templates/email/; a template that mentions what is not there is an error, not a gap."""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings as django_settings
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.utils.translation import gettext as _

from apps.notifications.models import OutgoingMail
from apps.sitesettings.models import SystemSettings

LOGO_CID = "logo@scandy"
COLOR = "#1E3A5F"
BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
MISSING = "\0missing:%s\0"  # stands where a variable is missing; no stored text contains a NUL


class TemplateBroken(Exception):
    """The mail cannot be written; the text names the template and what is wrong."""


class VariableMissing(Exception):
    """Raised inside a template, which passes it on: it is none of the errors that templates forgive."""


class StrictContext(Context):
    """A context in which an unknown name is an error also where templates take it for empty: in ``if`` and ``for``."""

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            raise VariableMissing(str(key)) from None


def render(mail: OutgoingMail, settings: SystemSettings) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail.

    :raises TemplateBroken: a template is missing, has a fault, or mentions a variable that the event does not have.
    """
    if not mail.template:
        return mail.subject, mail.text, mail.html
    color = settings.primary_color or COLOR
    base_url = django_settings.PUBLIC_URL
    url = mail.context.get("url", "")
    context = {
        "recipient_name": mail.user.get_full_name() if mail.user else "",
        "url": "",
        **mail.context,
        "system_name": settings.system_name,
        "color": color,
        "on_color": ink_on(color),
        "logo": f"cid:{LOGO_CID}" if settings.logo_type else "",
        "base_url": base_url,
        "target": mail.context.get("link") or (base_url + url if base_url and url else ""),
    }
    subject, text, html = (
        _part(mail.template, ending, context) for ending in ("subject.txt", "txt", "html")
    )
    return subject.strip(), BLANK_LINES.sub("\n\n", text).strip() + "\n", html


def ink_on(color: str) -> str:
    """White or nearly black, whichever is easier to read on the color (WCAG's relative luminance)."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#FFFFFF" if luminance < 0.18 else "#111111"


def _part(template: str, ending: str, context: dict[str, Any]) -> str:
    name = f"email/{template}.{ending}"
    try:
        text = _render(name, StrictContext(context, autoescape=ending == "html"))
    except VariableMissing as error:
        raise _mentions(name, str(error)) from error
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        raise TemplateBroken(
            _("The mail template %(name)s is faulty: %(error)s") % {"name": name, "error": error}
        ) from error
    if "\0missing:" in text:
        raise _mentions(name, text.split("\0missing:", 1)[1].split("\0", 1)[0])
    return text


def _render(name: str, context: Context) -> str:
    folders: Any = django_settings.TEMPLATES[0]["DIRS"]
    return _engine(tuple(folders)).get_template(name).render(context)


def _mentions(name: str, variable: str) -> TemplateBroken:
    return TemplateBroken(
        _("The mail template %(name)s mentions %(variable)s, which this mail does not have.")
        % {"name": name, "variable": variable}
    )


@lru_cache(maxsize=4)
def _engine(dirs: tuple[Any, ...]) -> Engine:
    return Engine(
        dirs=list(dirs),
        string_if_invalid=MISSING,
        builtins=["django.templatetags.i18n"],
    )
