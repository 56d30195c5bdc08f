"""What a person has to see."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.logs import scope_cache
from apps.core.registry import NotificationType, Problem, registry
from apps.notifications.enums import Channel, MailState, Priority
from apps.notifications.models import Notice, Notification, OutgoingMail, Preference
from apps.notifications.rendering import TemplateBroken, render
from apps.sitesettings.queries import current

STUCK = (MailState.FAILED, MailState.UNCLEAR)
LOUDEST_FIRST = {Priority.URGENT: 0, Priority.IMPORTANT: 1, Priority.NORMAL: 2}
HIDDEN_LINK = "\N{HORIZONTAL ELLIPSIS}"


def unread_count(user: Any) -> int:
    """How many notifications the bell shows; one read per request."""
    cache = scope_cache()
    if "unread" not in cache:
        cache["unread"] = Notification.objects.filter(user=user, is_read=False).count()
    return int(cache["unread"])


def notifications_of(user: Any) -> QuerySet[Notification]:
    """What the person was told, the newest first."""
    return Notification.objects.filter(user=user).order_by("-created_at", "-pk")


def current_notices(now: datetime) -> list[Notice]:
    """Notices whose time it is, the loudest first."""
    shown = Notice.objects.filter(starts_at__lte=now).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    )
    return sorted(shown.order_by("-starts_at"), key=lambda notice: LOUDEST_FIRST[notice.loudness])


def kinds_for(user: Any) -> list[NotificationType]:
    """The kinds of event that the person can hear of: by his role, of modules that are switched on."""
    return [
        kind
        for kind in registry.notification_types.values()
        if (not kind.permission or user.has_perm(kind.permission)) and registry.is_on(kind.feature)
    ]


def preferences_of(user: Any) -> list[tuple[NotificationType, str]]:
    """Each kind of event that the person can hear of, with the chosen channel."""
    chosen = dict(Preference.objects.filter(user=user).values_list("event_type", "channel"))
    return [(kind, chosen.get(kind.code, kind.default)) for kind in kinds_for(user)]


def who_hears(kind: NotificationType, users: list[Any]) -> list[Any]:
    """Those of the people who did not switch this kind off, or who switched it on."""
    chosen = dict(
        Preference.objects.filter(
            user__in=[user.pk for user in users], event_type=kind.code
        ).values_list("user_id", "channel")
    )
    return [user for user in users if chosen.get(user.pk, kind.default) != Channel.OFF]


def text_of(mail: OutgoingMail) -> str:
    """What the mail says, or why it cannot be written; a link that opens an account stays hidden."""
    if "link" in mail.context:
        mail.context = {**mail.context, "link": HIDDEN_LINK}
    try:
        _subject, text, _html = render(mail, current())
    except TemplateBroken as problem:
        return str(problem)
    return text


def mail_troubles() -> list[str]:
    """What is wrong with the outbox, in sentences."""
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING)
    troubles = []
    if not current().can_send_mail:
        if waiting.exists():
            troubles.append(_("Mails wait, because no mail server is entered in the settings."))
    elif troubled := waiting.exclude(error="").order_by("due_at").first():
        troubles.append(troubled.error)
    stuck = OutgoingMail.objects.filter(state__in=list(STUCK)).count()
    if stuck:
        sentence = ngettext(
            "%(count)d mail could not be sent, or it is unclear whether it was.",
            "%(count)d mails could not be sent, or it is unclear whether they were.",
            stuck,
        )
        troubles.append(sentence % {"count": stuck})
    return troubles


def problems(now: datetime) -> list[Problem]:
    """What an admin has to look at."""
    url = reverse("admin:notifications_outgoingmail_changelist")
    return [Problem(_("Mail"), trouble, url) for trouble in mail_troubles()]
