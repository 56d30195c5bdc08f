"""Changing the settings."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic, on_commit
from apps.core.errors import InvalidInput
from apps.core.schedules import wait_anew
from apps.core.secrets import encrypt
from apps.sitesettings.models import KEY, SystemSettings
from apps.sitesettings.queries import first_settings, forget

NOT_AUDITED = {
    "id",
    "key",
    "created_at",
    "updated_at",
    "logo",
    "logo_type",
    "mail_password_encrypted",
    "setup_state",
    "setup_step",
    "setup_done",
}
LOGO_TYPES = {
    re.compile(rb"\x89PNG\r\n\x1a\n"): "image/png",
    re.compile(rb"\xff\xd8\xff"): "image/jpeg",
    re.compile(rb"RIFF.{4}WEBP", re.DOTALL): "image/webp",
}
LARGEST_LOGO = 500_000  # bytes
WRONG_LOGO = _("The logo must be a PNG, JPEG or WebP picture of at most 500 kB.")


@atomic
def store_first_settings(now: datetime) -> None:
    """Store what .env says, once; later starts change nothing."""
    if SystemSettings.objects.filter(key=KEY).exists():
        return
    settings = first_settings()
    settings.mail_password_encrypted = encrypt(django_settings.INITIAL_SETTINGS["mail_password"])
    _validate(settings)
    settings.stamp(now)
    settings.save(force_insert=True)


@atomic
def change_settings(values: dict[str, Any], *, actor: Any, now: datetime) -> SystemSettings:
    """Change some settings; in effect with each process's next request.

    :param values: fields of SystemSettings; ``mail_password`` in clear, ``logo`` as bytes or None to remove it.
    :raises InvalidInput: a value is not possible, or the logo is no PNG, JPEG or WebP picture, or too large.
    """
    settings = SystemSettings.objects.get(key=KEY)
    audited = [f.name for f in settings._meta.fields if f.name not in NOT_AUDITED]
    before = snapshot(settings, audited)
    secrets_changed = _set_special(settings, values)
    for name, value in values.items():
        if name not in ("mail_password", "logo"):
            setattr(settings, name, value)
    _validate(settings)
    settings.stamp(now)
    settings.save(force_update=True)
    if "features" in values:
        wait_anew(now)
    changes = {**changes_between(before, settings), **secrets_changed}
    if changes:
        record("sitesettings.changed", settings, actor=actor, at=now, changes=changes)
    on_commit(forget)
    return settings


def _validate(settings: SystemSettings) -> None:
    try:
        settings.clean_fields(exclude={"created_at", "updated_at", "key"})
        settings.clean()
    except ValidationError as error:
        raise InvalidInput(error.message_dict) from error


def _set_special(settings: SystemSettings, values: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Secrets and pictures: the audit says that they changed, not to what."""
    changes = {}
    if values.get("mail_password"):
        settings.mail_password_encrypted = encrypt(values["mail_password"])
        changes["mail_password"] = _hidden_change(_("password of the mail server"))
    if "logo" in values:
        settings.logo = values["logo"]
        settings.logo_type = _picture_type(values["logo"]) if values["logo"] else ""
        changes["logo"] = _hidden_change(_("logo"))
    return changes


def _hidden_change(label: Any) -> dict[str, str]:
    return {"label": str(label), "old": "•••", "new": "•••"}


def _picture_type(content: bytes) -> str:
    found = next((mime for start, mime in LOGO_TYPES.items() if start.match(content)), None)
    if found is None or len(content) > LARGEST_LOGO:
        raise InvalidInput({"new_logo": [str(WRONG_LOGO)]})
    return found
