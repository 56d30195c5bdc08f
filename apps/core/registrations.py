"""What an app can offer to those below it: the forms in which it registers (core.registry)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class BarcodeKind:
    """A kind of thing that carries a barcode.

    ``label`` is the translated noun; ``describe(object_id, now)`` returns what a scan shows (a dict, JSON-ready), or
    None when the thing is gone; ``name_of(object_id)`` is what a message calls it.
    """

    kind: str
    label: Any
    describe: Callable[[Any, Any], dict[str, Any] | None]
    name_of: Callable[[Any], str]


@dataclass(frozen=True)
class EventType:
    """One kind of change in the audit: its code, the translated sentence, an icon of the sprite.

    The sentence's placeholders are ``actor`` and the keys of the event's ``data``.
    """

    code: str
    sentence: Any
    icon: str = "history"


@dataclass(frozen=True)
class NotificationType:
    """One kind of event that people hear of.

    ``sentence`` is the message inside Scandy and in the daily summary, with the keys of the event's data;
    ``template`` names ``templates/email/<template>.{subject.txt,txt,html}``; ``default`` is a channel (mail, digest,
    app, off); ``recipients(obj)`` returns the accounts that may hear of it; ``is_urgent`` ignores quiet hours; while
    ``feature`` is switched off nobody hears of it; who lacks the ``permission`` is not asked how to hear of it.
    """

    code: str
    label: Any
    sentence: Any
    template: str
    default: str
    recipients: Callable[[Model], Iterable[Any]]
    is_urgent: bool = False
    feature: str = ""
    permission: str = ""


@dataclass(frozen=True)
class Schedule:
    """Work that beat starts regularly: a task by name, its label, and when by default (as crontab or every minutes).

    ``feature``: the module that must be switched on.
    """

    task: str
    label: Any
    every_minutes: int | None = None
    at_hour: int | None = None
    at_minute: int = 0
    feature: str = ""


@dataclass(frozen=True)
class Feature:
    """A module that a house can switch off: its code and the apps whose pages then do not exist."""

    code: str
    app_labels: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """What an admin has to look at: shown at the top of the back office's start page."""

    label: Any
    text: Any
    url: str = ""


@dataclass(frozen=True)
class SettingsAction:
    """A button at the form of the settings, which posts to the address of that name."""

    label: Any
    url_name: str
    help_text: Any = ""


@dataclass(frozen=True)
class Shelved:
    """One thing as a stocktaking expects it: how much of it, in ``unit``, belongs to which place.

    What ``is_single`` exists once: it is there (1) or not (0).
    """

    object_id: Any
    barcode: str
    name: str
    sort_name: str
    quantity: Decimal
    unit: str = ""
    is_divisible: bool = False
    is_single: bool = False
    place: str = ""
    unit_cost: Decimal | None = None


@dataclass(frozen=True)
class Counted:
    """How much of a thing was found, against what was expected when it was counted."""

    object_id: Any
    difference: Decimal
    counted_at: datetime


@dataclass(frozen=True)
class Countable:
    """A kind of thing that can be counted by scan.

    ``label`` is the translated plural; ``shelved(location, category)`` yields what should be there, at a place and in
    those that lie in it; ``find(object_ids)`` says by id how those are now that still exist; ``book(counts, reason=,
    actor=, now=)`` takes over all Counted at once, with few commands.
    """

    kind: str
    label: Any
    shelved: Callable[[Any, Any], Iterable[Shelved]]
    find: Callable[[Collection[Any]], dict[Any, Shelved]]
    book: Callable[..., Any]


@dataclass(frozen=True)
class Letterhead:
    """Who sends a printed document: the house's name, and its picture as a ``data:`` address ("" for none)."""

    name: str
    logo: str = ""


@dataclass(frozen=True)
class DashboardCard:
    """A number that matters today, for those with the permission: what it counts, and the list of exactly that."""

    label: Any
    icon: str
    tone: str
    permission: str
    count: Callable[[], int]
    url: Callable[[], str]


@dataclass(frozen=True)
class Export:
    """A list that people take home as a file (apps.core.exports).

    ``rows(params, user, now)`` returns the sorted queryset that the list's address asks for; ``columns(user)`` the
    SheetColumns this person may see; ``complete(objects, now)`` sets attributes on some hundred rows at once.
    """

    code: str
    title: Any
    permission: str
    columns: Callable[[Any], Any]
    rows: Callable[[Any, Any, datetime], Any]
    complete: Callable[[list[Any], datetime], None] | None = None


@dataclass(frozen=True)
class Reference:
    """A foreign key by which one kind of thing refers to another.

    ``words(count)`` says how many do ("3 tools"); ``url(obj)`` is the list that shows exactly those which refer to the
    object, ``trash_url`` the same for those in the trash.
    """

    model: type[Model]
    field: str
    words: Callable[[int], str]
    url: Callable[[Model], str] = lambda obj: ""
    trash_url: Callable[[Model], str] = lambda obj: ""


@dataclass(frozen=True)
class SetupStep:
    """One page of the setup wizard, in the order of ``position`` (ours: 10 to 50).

    ``form(data, user=..., is_done=...)`` returns its form (``data`` None: as it is shown); ``save(values, actor=...,
    now=...)`` stores the cleaned values inside the wizard's transaction; ``summary()`` says in a few words what is
    set up so far. An optional step can be skipped with half-filled fields.
    """

    code: str
    label: Any
    title: Any
    lead: Any
    icon: str
    position: int
    form: Callable[..., Any]
    save: Callable[..., None]
    summary: Callable[[], str]
    template: str = "setup/step.html"
    is_optional: bool = False
    feature: str = ""


@dataclass(frozen=True)
class Panel:
    """A section on an object's page and on its form in the back office, filled by an app above.

    ``template`` draws ``context``, with what both kinds of page know how to style (templates/panels/); ``more_url`` is
    the list that shows all of which the panel shows the first, ``more`` how many those are beyond it (None: some); who
    lacks the ``permission`` does not see it.
    """

    title: Any
    template: str
    context: dict[str, Any]
    permission: str = ""
    more: int | None = 0
    more_url: str = ""


def always(obj: Model) -> bool:
    """The condition of an action that each state allows."""
    return True


@dataclass(frozen=True)
class AdminAction:
    """What the back office does by a service: with one thing on its page, with several in its list.

    ``run(obj, values, actor=..., now=...)`` returns the sentence that says what happened to what; ``done`` is the lazy
    sentence with a plural over ``count`` for several; ``form`` (an ``apps.core.admin.ActionForm``) asks for the values;
    ``is_possible(obj)`` says whether the page offers it, the service has the last word; ``icon`` is a name of
    Material Symbols; what ``is_grave`` asks first, with a red button; ``in_trash`` is for what has been deleted.
    """

    code: str
    label: Any
    icon: str
    permission: str
    run: Callable[..., Any]
    done: Any
    form: Any = None
    is_possible: Callable[[Any], bool] = always
    is_grave: bool = False
    in_trash: bool = False


@dataclass(frozen=True)
class PersonHooks:
    """What else is one person with an account: ``created`` and ``changed`` are called with (user, actor, now).

    They run in the transaction that saves the account.
    """

    created: Callable[[Model, Any, datetime], None]
    changed: Callable[[Model, Any, datetime], None]


@dataclass(frozen=True)
class ExitItem:
    """One thing to be settled before a person leaves: it comes back, or is still to be handed out.

    ``words(count)`` says how many of its kind there are ("3 tools").
    """

    words: Callable[[int], str]
    name: str
    barcode: str
    since: datetime
    due_date: datetime | None = None
    overdue_days: int = 0
    is_to_return: bool = True
