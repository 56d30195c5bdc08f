"""What happened last in the house, whatever it happened to."""

from django.urls import NoReverseMatch, reverse

from apps.audit.models import AuditEvent, Event
from apps.core.registry import registry

SHOWN = 10
READ = 40  # some of which are for admins only
FOR_ADMINS = ("accounts.", "sitesettings.", "core.")


def recent_events(*, with_accounts: bool) -> list[Event]:
    """The newest events, each with ``url``: the page of what it is about, or "".

    :param with_accounts: also those of accounts and settings, which are the admins' business.
    """
    others = [kind for app, kind in registry.event_classes.items() if registry.app_is_on(app)]
    newest = [
        event for kind in (AuditEvent, *others) for event in kind.objects.order_by("-at")[:READ]
    ]
    newest.sort(key=lambda event: event.at, reverse=True)
    hidden = () if with_accounts else FOR_ADMINS
    shown = [event for event in newest if not event.event_type.startswith(hidden)][:SHOWN]
    for event in shown:
        event.url = _page_of(event.subjects[0])
    return shown


def _page_of(subject: str) -> str:
    label, _colon, pk = subject.partition(":")
    try:
        return reverse(f"admin:{label.replace('.', '_')}_change", args=[pk])
    except NoReverseMatch:
        return ""
