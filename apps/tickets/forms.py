"""The forms of tickets, for people and programs alike."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.clock import BERLIN, local_date
from apps.core.form_fields import ByName, DateInput, QuantityField
from apps.core.forms import GuardedFormMixin
from apps.core.validation import LONGEST_TEXT
from apps.masterdata.models import Department
from apps.tickets import people, rules
from apps.tickets.enums import Share, TicketStatus
from apps.tickets.models import Ticket, WorkArea

PEOPLE = ("assigned_to", "co_assignees", "watchers")


class FilesField(forms.FileField):
    """Files that come along with a form; they are looked through where they are stored."""

    class Widget(forms.ClearableFileInput):
        allow_multiple_selected = True

    widget = Widget

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


class PeopleField(forms.CharField):
    """Accounts by username, one a line; in the browser a search by name takes its place (picker.js)."""

    def __init__(self, *, most: int = 1, **options: Any):
        super().__init__(max_length=most * 160, **options)
        self.most = most
        self.widget = forms.TextInput() if most == 1 else forms.Textarea({"rows": 3})
        self.widget.is_required = self.required
        self.widget.attrs |= {
            "autocomplete": "off",
            "data-picker": reverse_lazy("tickets:people"),
            "data-picker-most": most,
        }

    def clean(self, value: Any) -> list[Any]:
        names = list(dict.fromkeys(super().clean(value).replace(",", " ").lower().split()))
        if len(names) > self.most:
            raise ValidationError(_("At most %(count)d people.") % {"count": self.most})
        found = people.named(names)
        if missing := [name for name in names if name not in found]:
            text = _("There is no account named %(names)s.")
            raise ValidationError(text % {"names": ", ".join(missing)})
        return [found[name] for name in names]


class DueField(forms.DateField):
    """A day; programs may name a moment, too."""

    widget = DateInput

    def prepare_value(self, value: Any) -> Any:
        return local_date(value) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        return rules.due_moment(super().clean(value))

    def to_python(self, value: Any) -> date | datetime | None:
        if isinstance(value, str) and ("T" in value or ":" in value):
            return self._moment(value)
        return super().to_python(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            wanted = self.to_python(data)
        except ValidationError:
            return True
        if isinstance(wanted, datetime):
            return wanted != initial
        return wanted != self.prepare_value(initial)

    def _moment(self, value: str) -> datetime:
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
        if moment is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)


class TagsField(forms.CharField):
    """Words, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        tags = rules.tidy_tags(super().clean(value).split(","))
        if problem := rules.tag_problem(tags):
            raise ValidationError(str(problem))
        return tags

    def has_changed(self, initial: Any, data: Any) -> bool:
        return rules.tidy_tags((data or "").split(",")) != list(initial or [])


class TicketForm(GuardedFormMixin):
    """What a ticket says, as far as the person may fill it in."""

    department = ByName(Department, gettext_lazy("Department"))
    work_area = ByName(WorkArea, gettext_lazy("Work area"))
    due_date = DueField(label=gettext_lazy("Due"), required=False)
    estimated_hours = QuantityField(
        label=gettext_lazy("Estimated hours"),
        required=False,
        min_value=0,
        max_value=rules.MOST_HOURS,
        max_digits=6,
        decimal_places=2,
    )
    actual_hours = QuantityField(
        label=gettext_lazy("Actual hours"),
        required=False,
        min_value=0,
        max_value=rules.MOST_HOURS,
        max_digits=6,
        decimal_places=2,
    )
    tags = TagsField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Words, separated by commas."),
    )

    class Meta:
        model = Ticket
        fields = (*rules.EDITABLE, *rules.WORKED_OUT)
        widgets = {"description": forms.Textarea({"rows": 6})}

    def __init__(self, *args: Any, user: Any, only: Iterable[str] = (), **kwargs: Any):
        ticket = kwargs.get("instance")
        known = (
            {name: getattr(ticket, name) for name in ("department", "work_area")} if ticket else {}
        )
        super().__init__(*args, initial={**known, **kwargs.pop("initial", {})}, **kwargs)
        wanted = set(rules.editable_fields(user)) & (set(only) or set(self.fields))
        for name in set(self.fields) - wanted:
            del self.fields[name]

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed in the form, as the service takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.fields}


class NewTicketForm(TicketForm):
    """What somebody hands in: short for participants, with all that is known for others."""

    SHORT = ("title", "description", "category", "priority", "due_date")
    AREAS = ("department", "work_area", "tags", "estimated_hours")

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        fields = (*self.SHORT, *self.AREAS) if rules.is_worker(user) else self.SHORT
        super().__init__(*args, user=user, only=fields, **kwargs)
        self.order_fields([*self.SHORT, *self.AREAS])
        self.fields["file"] = FilesField(
            label=gettext_lazy("Photos and documents"),
            required=False,
            help_text=gettext_lazy("Several at once are possible, up to 10 MB each."),
        )
        if rules.is_employee(user):
            self.fields["assigned_to"] = PeopleField(
                label=gettext_lazy("Assigned to"), required=False
            )

    @property
    def assignee(self) -> Any:
        return next(iter(self.cleaned_data.get("assigned_to") or ()), None)

    def new_ticket(self) -> Ticket:
        """The ticket as the service takes it."""
        names = [name for name in self.fields if name not in {"assigned_to", "file"}]
        return Ticket(**{name: self.cleaned_data[name] for name in names})


class PeopleForm(GuardedFormMixin):
    """Who is responsible, who else works on it, who follows it."""

    assigned_to = PeopleField(label=gettext_lazy("Assigned to"), required=False)
    co_assignees = PeopleField(
        label=gettext_lazy("Further assignees"), required=False, most=rules.MOST_PEOPLE
    )
    watchers = PeopleField(label=gettext_lazy("Watchers"), required=False, most=rules.MOST_PEOPLE)

    class Meta:
        model = Ticket
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, only: Iterable[str] = (), **kwargs: Any):
        ticket = kwargs["instance"]
        shown = {
            "assigned_to": ticket.assigned_to.username if ticket.assigned_to else "",
            "co_assignees": _names(ticket.co_assigned_people),
            "watchers": _names(ticket.watching_people),
        }
        super().__init__(*args, initial=shown, **kwargs)
        for name in set(self.fields) - set(only or PEOPLE):
            del self.fields[name]


class MessageForm(forms.Form):
    """An answer, or an internal note."""

    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        strip=True,
    )
    is_internal = forms.BooleanField(label=gettext_lazy("Internal note"), required=False)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class ReopenForm(ReasonForm):
    """Why it begins again, and where."""

    to = forms.ChoiceField(
        label=gettext_lazy("Begin again as"),
        choices=[
            ("", gettext_lazy("as before")),
            (TicketStatus.IN_PROGRESS.value, TicketStatus.IN_PROGRESS.label),
            (TicketStatus.OPEN.value, TicketStatus.OPEN.label),
        ],
        required=False,
    )


class ShareForm(forms.Form):
    """With whom a ticket is shared, and what that person may do."""

    user = PeopleField(label=gettext_lazy("Person"))
    share = forms.ChoiceField(label=gettext_lazy("What the person may do"), choices=Share.choices)


class SavedViewForm(forms.Form):
    """The name of a view that a person keeps."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    is_default = forms.BooleanField(label=gettext_lazy("Opens by itself"), required=False)


class BulkForm(forms.Form):
    """What happens to the chosen tickets of a list."""

    assigned_to = PeopleField(label=gettext_lazy("Assign to"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)


def _names(accounts: Iterable[Any]) -> str:
    return "\n".join(account.username for account in accounts)
