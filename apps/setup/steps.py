"""The steps that every house walks through: itself, mail, and the words it uses for departments, kinds and places."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.conf import settings as django_settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.registry import SetupStep
from apps.core.search import sort_key
from apps.masterdata.models import Category, Department, Location, Named
from apps.masterdata.services import delete_named, save_named
from apps.setup.forms import HouseForm, MailForm, NamesForm
from apps.sitesettings.queries import current
from apps.sitesettings.services import change_settings

MOST_SHOWN = 200  # stored names on one page; the back office has lists


@cache
def proposals(model: type[Named]) -> tuple[str, ...]:
    """What workshops and training centres usually have."""
    path = django_settings.BASE_DIR / "fixtures" / f"{model._meta.db_table}.json"
    return tuple(json.loads(path.read_text("utf8")))


def house_form(data: Any, **_options: Any) -> HouseForm:
    return HouseForm(data, instance=current())


def mail_form(data: Any, *, user: Any, **_options: Any) -> MailForm:
    return MailForm(data, instance=current(), initial={"test_recipient": user.email})


def save_settings(values: dict[str, Any], *, actor: Any, now: datetime) -> None:
    change_settings(values, actor=actor, now=now)


def save_mail(values: dict[str, Any], *, actor: Any, now: datetime) -> None:
    change_settings(
        {name: value for name, value in values.items() if name != "test_recipient"},
        actor=actor,
        now=now,
    )


def names_form(model: type[Named], data: Any, *, is_done: bool, **_options: Any) -> NamesForm:
    stored = model.objects.order_by("sort_name").values_list("name", flat=True)[:MOST_SHOWN]
    return NamesForm(data, proposed=proposals(model), stored=list(stored), is_done=is_done)


def save_names(model: type[Named], values: dict[str, Any], *, actor: Any, now: datetime) -> None:
    """Add what is wanted and missing; take away what was shown and is not wanted any more.

    :raises StillUsed: something refers to a name that was taken away.
    """
    wanted = {sort_key(name): name for name in values["wanted"]}
    unwanted = {sort_key(name) for name in values["offered"]} - wanted.keys()
    stored = _stored(model, {*wanted, *unwanted})
    for key in wanted.keys() - stored.keys():
        save_named(model(name=wanted[key]), actor=actor, now=now)
    for key in unwanted & stored.keys():
        delete_named(stored[key], actor=actor, now=now)


def _stored(model: type[Named], keys: Iterable[str]) -> dict[str, Named]:
    return {item.sort_name: item for item in model.objects.filter(sort_name__in=list(keys))}


def house_summary() -> str:
    return current().system_name


def mail_summary() -> str:
    return current().mail_server or str(_("not set up, mail waits"))


def names_summary(model: type[Named]) -> str:
    count = model.objects.count()
    return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}


def _names_step(model: type[Named], position: int, icon: str, title: Any, lead: Any) -> SetupStep:
    return SetupStep(
        code=model._meta.db_table,
        label=model._meta.verbose_name_plural,
        title=title,
        lead=lead,
        icon=icon,
        position=position,
        form=partial(names_form, model),
        save=partial(save_names, model),
        summary=partial(names_summary, model),
        template="setup/names.html",
    )


STEPS = (
    SetupStep(
        code="house",
        label=_("House"),
        title=_("Your house"),
        lead=_("All of this can be changed later in the settings, and the logo and color added."),
        icon="building-2",
        position=10,
        form=house_form,
        save=save_settings,
        summary=house_summary,
    ),
    SetupStep(
        code="mail",
        label=_("Mail"),
        title=_("Mail server"),
        lead=_("Scandy reminds people by mail. Without a mail server everything else works too."),
        icon="mail",
        position=20,
        form=mail_form,
        save=save_mail,
        summary=mail_summary,
        template="setup/mail.html",
        is_optional=True,
    ),
    _names_step(
        Department,
        30,
        "users-round",
        _("Departments"),
        _("The parts of the house that people belong to. Untick what you do not have."),
    ),
    _names_step(
        Category,
        40,
        "tag",
        _("Categories"),
        _("What kinds of things you lend. They make lists short."),
    ),
    _names_step(
        Location,
        50,
        "map-pin",
        _("Locations"),
        _("Where tools are kept, so that they are found again."),
    ),
)
