"""Telling people: in the transaction of what happened, delivered afterwards.

``notify`` never renders and never talks to a mail server; a wrong template or a server that is away therefore harms
nothing but the mail itself, which waits visibly in the outbox.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic, on_commit
from apps.core.errors import DomainError, ErrorCode
from apps.core.registry import NotificationType, registry
from apps.notifications.delivery import wake_delivery
from apps.notifications.enums import Channel, MailState
from apps.notifications.models import Notice, Notification, OutgoingMail, Preference
from apps.notifications.rules import not_before
from apps.sitesettings.queries import current

NOTICE_FIELDS = ("title", "text", "priority", "starts_at", "ends_at")


class MailNotResendable(DomainError):
    """The mail was sent, or waits already."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This mail was sent or waits already.")


@atomic
def notify(
    event_type: str,
    obj: Model,
    *,
    key: str,
    actor: Any,
    now: datetime,
    url: str = "",
    mail: dict[str, Any] | None = None,
    **data: Any,
) -> None:
    """Tell everybody who may and wants to know, except who did it.

    :param key: names the event; with the same key a person hears of it once.
    :param mail: what only the mail mentions, JSON-ready.
    :param data: what sentence and mail mention, as text.
    """
    kind = registry.notification_types[event_type]
    users = [user for user in kind.recipients(obj) if actor is None or user.pk != actor.pk]
    channels = _channels(kind, users)
    words = {name: str(value) for name, value in data.items()}
    for user in users:
        channel = channels[user.pk]
        if channel != Channel.OFF:
            _store_notification(kind, user, key, words, url, now, channel)
        if channel == Channel.MAIL and user.email:
            store_mail(
                key, user.email, kind, {**words, **(mail or {}), "url": url}, now=now, user=user
            )


@atomic
def store_mail(
    key: str,
    recipient: str,
    kind: NotificationType,
    context: dict[str, Any],
    *,
    now: datetime,
    user: Any = None,
) -> bool:
    """Put one mail into the outbox; False when this event's mail to this address is there already."""
    if OutgoingMail.objects.filter(key=key, recipient=recipient).exists():
        return False
    settings = current()
    due_at = now if kind.is_urgent else not_before(now, settings.quiet_from, settings.quiet_until)
    OutgoingMail.objects.create(
        key=key,
        recipient=recipient,
        user=user,
        template=kind.template,
        context=context,
        created_at=now,
        due_at=due_at,
    )
    on_commit(wake_delivery)
    return True


@atomic
def resend(mail_id: Any, *, now: datetime) -> None:
    """Send a mail again that could not be delivered, or of which it is unclear.

    :raises MailNotResendable: it was sent or waits.
    """
    stuck = OutgoingMail.objects.filter(pk=mail_id, state__in=[MailState.FAILED, MailState.UNCLEAR])
    if not stuck.update(state=MailState.WAITING, attempts=0, due_at=now, error=""):
        raise MailNotResendable
    on_commit(wake_delivery)


@atomic
def mark_read(user: Any, notification_ids: Iterable[Any] | None = None) -> None:
    """Mark a person's notifications as read; all of them when none are named."""
    unread = Notification.objects.filter(user=user, is_read=False)
    if notification_ids is not None:
        unread = unread.filter(pk__in=list(notification_ids))
    unread.update(is_read=True)


@atomic
def set_preferences(user: Any, channels: dict[str, str]) -> None:
    """Choose the channel per kind of event."""
    stored = {
        preference.event_type: preference for preference in Preference.objects.filter(user=user)
    }
    for event_type, channel in channels.items():
        preference = stored.get(event_type) or Preference(user=user, event_type=event_type)
        if preference.channel != channel:
            preference.channel = channel
            preference.save()


@atomic
def save_notice(notice: Notice, *, actor: Any, now: datetime) -> Notice:
    """Create or change a notice of the start page."""
    stored = Notice.objects.filter(pk=notice.pk).first()
    before = snapshot(stored, NOTICE_FIELDS) if stored else {}
    notice.stamp(now)
    notice.save()
    changes = changes_between(before, notice)
    if changes or not stored:
        event = "notifications.notice_changed" if stored else "notifications.notice_created"
        record(event, notice, actor=actor, at=now, changes=changes, notice=notice.title)
    return notice


@atomic
def delete_notice(notice: Notice, *, actor: Any, now: datetime) -> None:
    """Take a notice away for good."""
    record("notifications.notice_deleted", notice, actor=actor, at=now, notice=notice.title)
    notice.delete()


def _channels(kind: NotificationType, users: list[Any]) -> dict[Any, str]:
    """Each person's channel for this kind of event, with one query."""
    chosen = Preference.objects.filter(
        user__in=[user.pk for user in users], event_type=kind.code
    ).values_list("user_id", "channel")
    return {**{user.pk: kind.default for user in users}, **dict(chosen)}


def _store_notification(
    kind: NotificationType,
    user: Any,
    key: str,
    words: dict[str, str],
    url: str,
    now: datetime,
    channel: str,
) -> None:
    if Notification.objects.filter(user=user, key=key).exists():
        return
    Notification.objects.create(
        user=user,
        key=key,
        event_type=kind.code,
        data=words,
        url=url,
        created_at=now,
        wants_digest=channel == Channel.DIGEST,
    )
