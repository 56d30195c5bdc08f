"""The lists of tickets: which there are, their columns and filters."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.lists import Column, ListFilter, Listing
from apps.masterdata.models import Department
from apps.tickets import people, queries, rules
from apps.tickets.enums import ACTIVE_STATUSES, Priority, TicketCategory, TicketStatus
from apps.tickets.models import Ticket, UnreadMark, WorkArea
from apps.tickets.people import Choice

OPEN, MINE, ALL = "open", "mine", "all"
SHELVES = ((OPEN, _("Open")), (MINE, _("Mine")), (ALL, _("All")))
BOARD = "board"
ACTIVE = "active"
ME, NOBODY = "me", "nobody"
LATE, UNREAD = "late", "unread"
MOST_UNREAD = 500
FRAME = {"list", "view"}  # parameters that say where one is, not what one looks for

CHOICE_COLUMN = Column("chosen", "")
COLUMNS = (
    Column("title", _("Ticket"), ("sort_name",)),
    Column("priority", _("Priority"), ("priority_rank",)),
    Column("status", _("Status"), ("status_rank",)),
    Column("assigned_to", _("Assigned to")),
    Column("due_date", _("Due"), ("due_date",)),
    Column("created_at", _("Handed in"), ("created_at",)),
    Column("updated_at", _("Changed"), ("updated_at",)),
)
TRASH_COLUMNS = (
    Column("title", _("Ticket")),
    Column("status", _("Status")),
    Column("deleted_at", _("Deleted"), ("deleted_at",)),
    Column("actions", _("Actions")),
)
DEFAULT_SORTS = {OPEN: "-priority", MINE: "-updated_at", ALL: "-updated_at"}


class TicketFilter(ListFilter):
    """``list`` says which tickets, of those that the person may see; ``view`` only how they are shown."""

    user: Any = None

    list = django_filters.ChoiceFilter(label=_("List"), choices=SHELVES, method="filter_list")
    view = django_filters.ChoiceFilter(
        choices=[(BOARD, BOARD)], method="filter_nothing", widget=forms.HiddenInput
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(ACTIVE, _("not done")), *TicketStatus.choices],
        empty_label=_("all"),
        method="filter_status",
    )
    priority = django_filters.ChoiceFilter(
        label=_("Priority"), choices=Priority.choices, empty_label=_("all")
    )
    category = django_filters.ChoiceFilter(
        label=_("Type"), choices=TicketCategory.choices, empty_label=_("all")
    )
    mark = django_filters.ChoiceFilter(
        label=_("Marked"),
        choices=[(LATE, _("overdue")), (UNREAD, _("unread"))],
        empty_label=_("all"),
        method="filter_mark",
    )
    tag = django_filters.CharFilter(label=_("Tag"), method="filter_tag")
    created_by = django_filters.CharFilter(label=_("Requester"), method="filter_person")

    class Meta:
        model = Ticket
        fields: list[str] = []

    def filter_list(self, tickets: QuerySet, name: str, value: str) -> QuerySet:
        if value == OPEN:
            return queries.on_offer(self.user)
        return queries.taking_part(self.user) if value == MINE else tickets

    def filter_nothing(self, tickets: QuerySet, name: str, value: str) -> QuerySet:
        return tickets

    def filter_status(self, tickets: QuerySet, name: str, value: str) -> QuerySet:
        if value == ACTIVE:
            return tickets.filter(status__in=list(ACTIVE_STATUSES))
        return tickets.filter(status=value)

    def filter_mark(self, tickets: QuerySet, name: str, value: str) -> QuerySet:
        if value == LATE:
            now = clock.now()
            return tickets.filter(due_date__lt=now, status__in=list(ACTIVE_STATUSES))
        marks = UnreadMark.objects.filter(user=self.user, count__gt=0)
        return tickets.filter(pk__in=list(marks.values_list("ticket_id", flat=True)[:MOST_UNREAD]))

    def filter_tag(self, tickets: QuerySet, name: str, value: str) -> QuerySet:
        return tickets.filter(tags__contains=[value.replace("\0", "")])

    def filter_person(self, tickets: QuerySet, name: str, value: str) -> QuerySet:
        """A person by username; "me" and "nobody" are words for two of them."""
        if value == NOBODY:
            return tickets.filter(**{f"{name}__isnull": True})
        person = self.user.pk if value == ME else people.person_named(value)
        return tickets.filter(**{name: person}) if person else tickets.none()


def ticket_filter(user: Any, params: Any) -> type[TicketFilter]:
    """The filter for the person; those who work on tickets also narrow by who and where."""
    if not rules.is_worker(user):
        return type("ParticipantTicketFilter", (TicketFilter,), {"user": user})
    asked = {name: params.get(name, "") for name in ("assigned_to", "department")}
    if asked["assigned_to"] in {ME, NOBODY}:
        asked["assigned_to"] = ""
    accounts = people.assignable_choices(asked["assigned_to"])
    departments = people.department_choices(asked["department"])
    more = {
        "assigned_to": django_filters.ChoiceFilter(
            label=_("Assigned to"),
            choices=[(ME, _("me")), (NOBODY, _("nobody")), *_words(accounts)],
            empty_label=_("all"),
            method="filter_person",
        ),
        "work_area": NamedFilter(WorkArea, people.area_choices(), label=_("Work area")),
        "department": NamedFilter(Department, departments, label=_("Department")),
    }
    return type("WorkerTicketFilter", (TicketFilter,), {**more, "user": user})


class NamedFilter(django_filters.ChoiceFilter):
    """Narrows to what belongs to one of few things, which the address names."""

    def __init__(self, model: Any, things: list[Choice], **options: Any):
        super().__init__(choices=_words(things), empty_label=_("all"), **options)
        self.model_of_choices = model

    def filter(self, tickets: QuerySet, value: str) -> QuerySet:
        if not value:
            return tickets
        found = self.model_of_choices.objects.filter(name=value).values_list("pk", flat=True)
        return tickets.filter(**{self.field_name: found.first()})


def _words(things: list[Choice]) -> list[tuple[str, str]]:
    return [(thing.word, thing.name) for thing in things]


class TrashFilter(ListFilter):
    class Meta:
        model = Ticket
        fields: list[str] = []


class TicketListing(Listing):
    """The list of tickets: which list it is stays in every address, and is none of the filters in use."""

    @property
    def shelf(self) -> str:
        return str(self.params["list"])

    @property
    def is_board(self) -> bool:
        return self.params.get("view") == BOARD

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        return [chip for chip in super().chips if chip["name"] not in FRAME]

    @property
    def clear_url(self) -> str:
        kept = {name: None for name in self.params if name not in FRAME}
        return self.url(**kept)

    @property
    def list_url(self) -> str:
        return self.url(view=None)

    @property
    def board_url(self) -> str:
        return self.url(view=BOARD)


def listing_for(user: Any, params: Any) -> TicketListing:
    """The list that an address asks for; without a name of a list the one where the person's work begins."""
    params = params.copy()
    if params.get("list") not in shelves_of(user):
        params["list"] = shelves_of(user)[0]
    columns = (CHOICE_COLUMN, *COLUMNS) if rules.is_employee(user) else COLUMNS
    return TicketListing(
        params,
        queries.visible_to(user),
        columns=columns,
        filterset=ticket_filter(user, params),
        default_sort=DEFAULT_SORTS[params["list"]],
    )


def shelves_of(user: Any) -> list[str]:
    """The lists that the person has, the first to open first."""
    if not rules.is_worker(user):
        return [MINE]
    return [OPEN, MINE, ALL] if rules.is_employee(user) else [MINE, OPEN, ALL]
