"""The ticket itself: a request, who is responsible for it, how far it is."""

from typing import Any, Self

from bson import ObjectId
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, router
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField, ObjectIdField

from apps.core import search
from apps.core.lists import MAX_QUERY_LENGTH, SearchableQuerySet, having
from apps.core.models import Searchable, SoftDeletable, SoftDeleteQuerySet, TimeStamped
from apps.core.mongodb.indexes import TextIndex
from apps.core.search import query_terms
from apps.tickets import rules
from apps.tickets.enums import Priority, TicketCategory, TicketStatus
from apps.tickets.models.people import names_of
from apps.tickets.texts import Reader, tickets_with, words_of

SORTS = {  # how lists can be sorted: the name in the address, the fields
    "created_at": ("created_at",),
    "updated_at": ("updated_at",),
    "due_date": ("due_date",),
    "title": ("sort_name",),
    "status": ("status_rank",),
    "priority": ("priority_rank",),
}
FILTERS = ("status", "category", "priority", "assigned_to", "created_by", "department", "work_area")


class TicketQuerySet(SearchableQuerySet, SoftDeleteQuerySet):
    """Tickets as one person may find them: ``reader`` limits in whose texts a search looks."""

    reader: Reader | None = None

    def using(self, alias: str | None) -> Self:
        """Of the database where tickets live, whatever is asked for: generic keys (guardian's) look in their own."""
        return super().using(router.db_for_read(self.model))

    def read_by(self, reader: Reader) -> Self:
        """The same tickets; a search also looks into the texts that this reader may read."""
        tickets = self.all()
        tickets.reader = reader
        return tickets

    def search(self, query: str) -> Self:
        """Tickets by number, title and tags, word by word; and, for a reader, by what was written in them."""
        words = query_terms(query[:MAX_QUERY_LENGTH])
        if not words:
            return self.none()
        found = having(words)
        if self.reader:
            found |= models.Q(pk__in=tickets_with(words_of(query), self.reader))
        return self.filter(found)

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.reader = self.reader
        return clone


def _person(label: Any, **options: Any) -> models.ForeignKey:
    """A reference into the other database."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        related_name="+",
        db_constraint=False,
        db_index=False,
        **options,
    )


def _hours(label: Any) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(rules.MOST_HOURS)],
    )


class Ticket(Searchable, SoftDeletable, TimeStamped):
    """Something that somebody in the house asks for: a repair, an order of a customer, material.

    ``audience`` says who sees it in lists (``rules.audience``); it, the ranks and the search terms follow from the
    other fields with each save of a service (``complete``).
    """

    ticket_number = models.CharField(_("ticket number"), max_length=12, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"))
    category = models.CharField(
        _("type"),
        max_length=20,
        choices=TicketCategory.choices,
        default=TicketCategory.GENERAL,
    )
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    priority_rank = models.PositiveSmallIntegerField(default=1, editable=False)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=TicketStatus.choices,
        default=TicketStatus.OPEN,
        editable=False,
    )
    status_rank = models.PositiveSmallIntegerField(default=0, editable=False)
    created_by = _person(_("requester"), editable=False)
    assigned_to = _person(_("assigned to"), null=True, blank=True, editable=False)
    co_assignees = ArrayField(
        ObjectIdField(), verbose_name=_("further assignees"), default=list, editable=False
    )
    watchers = ArrayField(ObjectIdField(), verbose_name=_("watchers"), default=list, editable=False)
    shared_with = ArrayField(
        ObjectIdField(), verbose_name=_("shared with"), default=list, editable=False
    )
    audience = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    department = models.ForeignKey(
        "masterdata.Department",
        models.PROTECT,
        verbose_name=_("department"),
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    work_area = models.ForeignKey(
        "tickets.WorkArea",
        models.PROTECT,
        verbose_name=_("work area"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    due_date = models.DateTimeField(_("due"), null=True, blank=True)
    estimated_hours = _hours(_("estimated hours"))
    actual_hours = _hours(_("actual hours"))
    tags = ArrayField(
        models.CharField(max_length=rules.LONGEST_TAG),
        verbose_name=_("tags"),
        default=list,
        blank=True,
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    objects = TicketQuerySet.as_manager()

    created_by_id: ObjectId
    assigned_to_id: ObjectId | None
    department_id: ObjectId | None
    work_area_id: ObjectId | None
    co_assigned_people: list[Any]  # accounts, set by queries.with_people
    watching_people: list[Any]
    shared_people: list[Any]  # set by people.complete_page
    unread: int  # set by queries.with_unread
    is_late: bool  # set by apps.tickets.rows
    steps: list[Any]  # what a card of the board offers

    class Meta:
        db_table = "tickets"
        base_manager_name = "objects"
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        default_permissions = ("view", "add", "change", "delete")
        permissions = [
            ("work_on_ticket", "Can take, assign and resolve tickets"),
            ("erase_ticket", "Can delete tickets for good"),
        ]
        indexes = [
            *(
                models.Index(fields=["deleted", *fields, "id"], name=f"ticket_{name}")
                for name, fields in SORTS.items()
            ),
            *(
                models.Index(
                    fields=["audience", "deleted", *fields, "id"], name=f"ticket_by_{name}"
                )
                for name, fields in SORTS.items()
            ),
            *(
                models.Index(fields=[name, "deleted", "created_at", "id"], name=f"ticket_of_{name}")
                for name in FILTERS
            ),
            models.Index(fields=["tags", "deleted", "created_at", "id"], name="ticket_tags"),
            models.Index(
                fields=["search_terms", "deleted", "created_at", "id"], name="ticket_search"
            ),
            models.Index(fields=["deleted", "-deleted_at", "-id"], name="ticket_trash"),
            TextIndex(fields=["description"], name="ticket_words"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_number} {self.title}"

    def clean(self) -> None:
        self.title = " ".join(str(self.title or "").split())
        self.description = str(self.description or "").strip()
        self.tags = rules.tidy_tags(self.tags)

    @property
    def state(self) -> TicketStatus:
        """The status with its tone, icon and label."""
        return TicketStatus(self.status)

    @property
    def kind(self) -> TicketCategory:
        """The type with its tone, icon and label."""
        return TicketCategory(self.category)

    @property
    def urgency(self) -> Priority:
        """The priority with its tone, icon and label."""
        return Priority(self.priority)

    @property
    def participants(self) -> set[ObjectId]:
        """Who made the ticket, works on it or watches it, by id."""
        people = {self.created_by_id, self.assigned_to_id, *self.co_assignees, *self.watchers}
        return {person for person in people if person is not None}

    def get_co_assignees_display(self) -> str:
        return names_of(self.co_assignees)

    def get_watchers_display(self) -> str:
        return names_of(self.watchers)

    def search_texts(self) -> tuple[str, ...]:
        return (self.title, *self.tags)

    def search_codes(self) -> tuple[str, ...]:
        return (self.ticket_number,)

    def complete(self) -> None:
        """Bring up to date what lists filter, search and sort by."""
        self.priority_rank, self.status_rank = self.urgency.rank, self.state.rank
        self.audience = rules.audience(self)
        self.update_search()
        self.sort_name = search.sort_key(self.title)
