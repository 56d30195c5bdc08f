"""What apps offer about things and people: their codes, copies, references, history, files."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
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
class Reference:
    """A foreign key by which one kind of thing refers to another.

    ``words(count)`` says how many do ("3 tools"); ``url(obj)`` is the list that shows exactly those which refer to the
    object, ``trash_url`` the same for those in the trash; ``moved(obj)`` mends what follows from the reference after
    some were moved to the object.
    """

    model: type[Model]
    field: str
    words: Callable[[int], str]
    url: Callable[[Model], str] = lambda obj: ""
    trash_url: Callable[[Model], str] = lambda obj: ""
    moved: Callable[[Model], None] = lambda obj: None


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


@dataclass(frozen=True)
class PersonHooks:
    """What else is one person with an account: ``created`` and ``changed`` are called with (user, actor, now).

    They run in the transaction that saves the account.
    """

    created: Callable[[Model, Any, datetime], None]
    changed: Callable[[Model, Any, datetime], None]


@dataclass(frozen=True)
class EventType:
    """One kind of change in the audit: its code, the translated sentence, an icon of the sprite.

    The sentence's placeholders are ``actor`` and the keys of the event's ``data``.
    """

    code: str
    sentence: Any
    icon: str = "history"


EVERY_MODEL = ""


@dataclass
class ThingHooks:
    """The part of the registry for them."""

    barcode_kinds: dict[str, BarcodeKind] = field(default_factory=dict)
    event_types: dict[str, EventType] = field(default_factory=dict)
    event_classes: dict[str, Any] = field(default_factory=dict)
    object_rules: dict[str, Callable[[Any, str, Any], bool]] = field(default_factory=dict)
    scan_extras: dict[str, Callable[[Any, Any], dict[str, Any]]] = field(default_factory=dict)
    row_extras: dict[str, list[Callable[[list[Model], datetime], None]]] = field(
        default_factory=dict
    )
    detail_extras: dict[str, list[Callable[[Any, datetime], None]]] = field(default_factory=dict)
    row_filters: dict[str, Callable[[str, datetime], Iterable[Any]]] = field(default_factory=dict)
    exit_items: list[Callable[[Any, datetime], Iterable[ExitItem]]] = field(default_factory=list)
    usage_blockers: dict[str, list[Callable[[Model], Iterable[str]]]] = field(default_factory=dict)
    references: dict[str, list[Reference]] = field(default_factory=dict)
    rename_hooks: dict[str, list[Callable[[Model], None]]] = field(default_factory=dict)
    erase_hooks: list[Callable[..., None]] = field(default_factory=list)
    countables: dict[str, Countable] = field(default_factory=dict)
    copies: dict[str, Callable[[list[Model]], list[Model]]] = field(default_factory=dict)
    reversal_hooks: list[Callable[..., None]] = field(default_factory=list)
    undo_handlers: dict[str, Callable[..., Any]] = field(default_factory=dict)
    person_hooks: list[PersonHooks] = field(default_factory=list)
    history: Callable[..., list[Any]] | None = None

    def add_barcode_kind(self, kind: BarcodeKind) -> None:
        self.barcode_kinds[kind.kind] = kind

    def add_events(self, *types: EventType) -> None:
        self.event_types.update({event_type.code: event_type for event_type in types})

    def add_event_class(self, app_label: str, event_class: Any) -> None:
        """Keep the events about the app's things in a class of its own (a subclass of ``apps.audit.models.Event``)."""
        self.event_classes[app_label] = event_class

    def add_object_rule(self, model: str, function: Callable[[Any, str, Any], bool]) -> None:
        """``function(user, permission, obj)`` answers for one object what the role allows for some of the model."""
        self.object_rules[model] = function

    def allows_object(self, user: Any, permission: str, obj: Model) -> bool:
        """Whether the rules of the object's app let the person do that with it; without rules the role decides."""
        rule = self.object_rules.get(obj._meta.label_lower)
        return rule is None or rule(user, permission, obj)

    def add_scan_extra(self, kind: str, function: Callable[[Any, Any], dict[str, Any]]) -> None:
        """``function(object_id, now)`` adds to what a scan of this kind shows."""
        self.scan_extras[kind] = function

    def add_row_extra(self, model: str, function: Callable[[list[Model], datetime], None]) -> None:
        """``function(objects, now)`` sets attributes on the objects of one page of a list, with one query.

        :param model: "" for those of every model.
        """
        self.row_extras.setdefault(model, []).append(function)

    def add_detail_extra(self, model: str, function: Callable[[Any, datetime], None]) -> None:
        """``function(obj, now)`` sets attributes on the one object of a detail page."""
        self.detail_extras.setdefault(model, []).append(function)

    def add_row_filter(self, name: str, function: Callable[[str, datetime], Iterable[Any]]) -> None:
        """``function(value, now)`` returns the ids that a filter lets through; ``name``: "workers.worker:lendings"."""
        self.row_filters[name] = function

    def add_exit_item(self, function: Callable[[Any, datetime], Iterable[ExitItem]]) -> None:
        """``function(worker, now)`` yields what the person has to settle before leaving."""
        self.exit_items.append(function)

    def exit_items_of(self, worker: Any, now: datetime) -> list[ExitItem]:
        """What the person has to settle before leaving, the most urgent first."""
        items = [item for function in self.exit_items for item in function(worker, now)]
        return sorted(items, key=lambda item: (-item.overdue_days, item.due_date or now))

    def add_usage_blocker(self, model: str, function: Callable[[Model], Iterable[str]]) -> None:
        """``function(obj)`` yields a translated sentence for each use that forbids deleting the object."""
        self.usage_blockers.setdefault(model, []).append(function)

    def add_reference(self, model: str, reference: Reference) -> None:
        """Objects of ``model`` are referred to: apps.core.references counts, holds and moves by what stands here."""
        self.references.setdefault(model, []).append(reference)

    def add_rename_hook(self, model: str, function: Callable[[Model], None]) -> None:
        """``function(obj)`` carries a changed name or barcode into copies of it, in the same transaction."""
        self.rename_hooks.setdefault(model, []).append(function)

    def add_erase_hook(self, function: Callable[..., None]) -> None:
        """``function(obj, now=)`` takes along what belongs to a thing that is deleted for good, in its transaction."""
        self.erase_hooks.append(function)

    def erased(self, obj: Model, *, now: datetime) -> None:
        """A thing of any kind is about to be deleted for good."""
        for hook in self.erase_hooks:
            hook(obj, now=now)

    def add_countable(self, countable: Countable) -> None:
        self.countables[countable.kind] = countable

    def add_copies(self, model: str, function: Callable[[list[Model]], list[Model]]) -> None:
        """``function(objects)`` returns those whose names or barcodes are copied elsewhere, with one query."""
        self.copies[model] = function

    def add_reversal_hook(self, function: Callable[..., None]) -> None:
        """``function(movement, actor=..., now=...)`` hears of a stock movement that is taken back, or refuses it."""
        self.reversal_hooks.append(function)

    def movement_reversed(self, movement: Model, *, actor: Any, now: datetime) -> None:
        for hook in self.reversal_hooks:
            hook(movement, actor=actor, now=now)

    def with_copies(self, objects: list[Model]) -> list[Model]:
        """Those of a model's objects that the rename hooks have something to do for."""
        find = self.copies.get(objects[0]._meta.label_lower) if objects else None
        return find(objects) if find else objects

    def add_undo_handler(self, kind: str, function: Callable[..., Any]) -> None:
        self.undo_handlers[kind] = function

    def add_person_hooks(self, hooks: PersonHooks) -> None:
        self.person_hooks.append(hooks)

    def user_created(self, user: Model, *, actor: Any, now: datetime) -> None:
        for hooks in self.person_hooks:
            hooks.created(user, actor, now)

    def user_changed(self, user: Model, *, actor: Any, now: datetime) -> None:
        for hooks in self.person_hooks:
            hooks.changed(user, actor, now)

    def set_history(self, function: Callable[..., list[Any]]) -> None:
        """``function(obj, limit=n)`` returns the newest events about the object."""
        self.history = function

    def history_of(self, obj: Model, *, limit: int) -> list[Any]:
        """What happened to the object, newest first; empty while nobody keeps a history."""
        return self.history(obj, limit=limit) if self.history else []

    def uses_of(self, obj: Model) -> list[str]:
        """What still uses the object, as translated sentences."""
        blockers = self.usage_blockers.get(obj._meta.label_lower, [])
        return [str(sentence) for blocker in blockers for sentence in blocker(obj)]

    def renamed(self, obj: Model) -> None:
        for hook in self.rename_hooks.get(obj._meta.label_lower, []):
            hook(obj)

    def add_to_detail(self, obj: Any, now: datetime) -> None:
        """Let other apps complete the object of a detail page."""
        for function in self.detail_extras.get(obj._meta.label_lower, []):
            function(obj, now)

    def add_to_rows(self, objects: list[Model], now: datetime) -> None:
        """Let other apps complete the objects of one list page (all of one model)."""
        if objects:
            for model in (objects[0]._meta.label_lower, EVERY_MODEL):
                for function in self.row_extras.get(model, []):
                    function(objects, now)

    def add_to_one(self, obj: Model, now: datetime) -> None:
        """Complete one object on a page of its own, without what every kind of row gets."""
        for function in self.row_extras.get(obj._meta.label_lower, []):
            function([obj], now)
