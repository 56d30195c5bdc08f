"""Telling people: in the transaction of what happened, delivered afterwards.

``notify`` never renders and never talks to a mail server; a wrong template or a server that is away therefore harms
nothing but the mail itself, which waits visibly in the outbox.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic, on_commit
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.registry import NotificationType, registry
from apps.notifications.delivery import wake_delivery
from apps.notifications.enums import Channel, MailState
from apps.notifications.models import Notice, Notification, OutgoingMail, Preference
from apps.notifications.queries import kinds_for
from apps.notifications.rules import not_before
from apps.sitesettings.queries import current

RESENDABLE = (MailState.FAILED, MailState.UNCLEAR, MailState.WAITING)
NOTICE_FIELDS = ("title", "text", "priority", "starts_at", "ends_at")


class MailNotResendable(DomainError):
    """The mail was sent, or is on its way."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This mail was sent already, or is being sent.")


class PreferenceNotOffered(DomainError):
    """The person cannot hear of this kind of event, or not that way."""

    code = ErrorCode.VALIDATION_ERROR
    status = 400
    message = _("This choice is not offered.")


@dataclass(frozen=True)
class Message:
    """What is told: the kind of event, a key that names this one, and the words of sentence and mail."""

    kind: NotificationType
    key: str
    words: dict[str, Any]
    mail: dict[str, Any] = field(default_factory=dict)
    url: str = ""


def words(data: dict[str, Any]) -> dict[str, Any]:
    """What a message mentions, ready to be stored: numbers stay numbers (for plurals), the rest becomes text."""
    return {name: value if isinstance(value, int) else str(value) for name, value in data.items()}


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
    to: Iterable[Any] | None = None,
    **data: Any,
) -> None:
    """Tell everybody who may and wants to know, except who did it.

    :param key: names the event; with the same key a person hears of it once.
    :param mail: what only the mail mentions, JSON-ready.
    :param to: the accounts that it concerns; default: those that the kind of event names.
    :param data: what sentence and mail mention; numbers stay numbers, the rest becomes text.
    """
    kind = registry.notification_types[event_type]
    if not registry.is_on(kind.feature):
        return
    people = kind.recipients(obj) if to is None else to
    users = [user for user in people if actor is None or user.pk != actor.pk]
    message = Message(kind, key, words(data), mail or {}, url)
    channels = _channels(kind, users)
    for user in users:
        _tell(message, user, user.email, channels[user.pk], now)
    on_commit(wake_delivery)


@atomic
def tell_person(message: Message, *, user: Any | None, address: str, now: datetime) -> bool:
    """Tell one person, with or without an account; whether a mail waits now. Wake the delivery yourself, once.

    :param address: where mail goes to if the account has no address.
    """
    if user is None:
        return bool(address) and _store_mail(message, None, address, now)
    channel = _channels(message.kind, [user])[user.pk]
    return _tell(message, user, user.email or address, channel, now)


@atomic
def resend(mail_id: Any, *, now: datetime) -> None:
    """Send a mail again that could not be delivered or of which it is unclear; at once what waits for a next try.

    :raises MailNotResendable: it was sent, or is on its way.
    """
    stuck = OutgoingMail.objects.filter(pk=mail_id, state__in=list(RESENDABLE))
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
    """Choose the channel per kind of event.

    :raises PreferenceNotOffered: the person never hears of such events.
    """
    offered = {kind.code for kind in kinds_for(user)}
    if not offered.issuperset(channels) or not set(Channel.values).issuperset(channels.values()):
        raise PreferenceNotOffered
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
    """Create or change a notice of the start page.

    :raises InvalidInput: it would end before it begins.
    """
    if notice.ends_at is not None and notice.ends_at <= notice.starts_at:
        text = _("The notice must end after it begins.")
        raise InvalidInput({"ends_at": [str(text)]}, message=text)
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


def _tell(message: Message, user: Any, address: str, channel: str, now: datetime) -> bool:
    """Tell by the channel that the person chose; whether a mail waits now."""
    if channel == Channel.OFF:
        return False
    _store_notification(message, user, now, wants_digest=channel == Channel.DIGEST)
    return channel == Channel.MAIL and bool(address) and _store_mail(message, user, address, now)


def _store_mail(message: Message, user: Any | None, address: str, now: datetime) -> bool:
    """Put one mail into the outbox; False when this event's mail to this address is there already."""
    if OutgoingMail.objects.filter(key=message.key, recipient=address).exists():
        return False
    settings = current()
    is_urgent = message.kind.is_urgent
    OutgoingMail.objects.create(
        key=message.key,
        recipient=address,
        user=user,
        template=message.kind.template,
        context={**message.words, **message.mail, "url": message.url},
        created_at=now,
        due_at=now if is_urgent else not_before(now, settings.quiet_from, settings.quiet_until),
    )
    return True


def _store_notification(message: Message, user: Any, now: datetime, *, wants_digest: bool) -> None:
    if Notification.objects.filter(user=user, key=message.key).exists():
        return
    Notification.objects.create(
        user=user,
        key=message.key,
        event_type=message.kind.code,
        data=message.words,
        url=message.url,
        created_at=now,
        wants_digest=wants_digest,
    )
