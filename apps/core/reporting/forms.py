"""The filters of a report: a period by name or by its two ends; each report adds its own."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.form_fields import DateInput
from apps.core.reporting.periods import FIRST_DAY, LAST_DAY, Period, Preset, named_period
from apps.core.scans import resolve


class OneOf(forms.ChoiceField):
    """A department, category and the like, chosen by its name; cleaned it is the key. All of them are read once."""

    def __init__(self, model: Any, label: Any):
        super().__init__(
            label=label,
            required=False,
            error_messages={
                "invalid_choice": gettext_lazy(
                    "There is no such name. Please choose one that exists."
                )
            },
        )
        self.model = model
        self.keys: dict[str, Any] = {}

    def load(self) -> None:
        names = self.model.objects.order_by("sort_name").values_list("name", "pk")
        self.keys = dict(names)
        self.choices = [("", gettext_lazy("all")), *((name, name) for name in self.keys)]

    def clean(self, value: Any) -> Any:
        return self.keys.get(super().clean(value))


class ByBarcode(forms.CharField):
    """A tool, person or consumable, named by its barcode; cleaned it is the key."""

    def __init__(self, kind: str, label: Any):
        super().__init__(label=label, max_length=50, required=False)
        self.kind = kind
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if not code:
            return None
        scanned = resolve(code, kind=self.kind)
        if scanned is None:
            raise forms.ValidationError(
                _("There is nothing with the barcode %(barcode)s.") % {"barcode": code}
            )
        return scanned.object_id


class ReportForm(forms.Form):
    """Filters named as the field, out of an address; what is not named has its default."""

    def __init__(self, params: QueryDict, *, today: date):
        data = params.copy()
        for name, field in self.base_fields.items():
            if field.initial is not None:
                data.setdefault(name, str(field.initial))
        super().__init__(data)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, OneOf):
                field.load()

    @property
    def in_words(self) -> list[str]:
        """The filters in use, for paper and mails."""
        return [
            f"{self[name].label}: {self._spoken(name, value)}"
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and name not in {"date_from", "date_until"}
        ]

    def _spoken(self, name: str, value: Any) -> str:
        if isinstance(value, Period):
            return str(value)
        chosen = self.data.get(name, "")
        return str(dict(getattr(self.fields[name], "choices", ())).get(chosen, chosen))


class PeriodForm(ReportForm):
    """Filters of a report about what happened in a period."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        choices=Preset.choices,
        initial=Preset.YEAR.value,
        required=False,
    )
    date_from = forms.DateField(label=gettext_lazy("From"), widget=DateInput(), required=False)
    date_until = forms.DateField(label=gettext_lazy("Until"), widget=DateInput(), required=False)

    def clean_date_from(self) -> date | None:
        return self._sensible("date_from")

    def clean_date_until(self) -> date | None:
        return self._sensible("date_until")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        preset = values.get("period")
        if preset and preset != Preset.FREE:
            values["period"] = named_period(preset, self.today)
        elif preset:
            values["period"] = self._free_period(values)
        return values

    def _free_period(self, values: dict[str, Any]) -> Period | None:
        for name in ("date_from", "date_until"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, _("Please give both days of the period."))
        begin, end = values.get("date_from"), values.get("date_until")
        if not (begin and end):
            return None
        if end < begin:
            self.add_error("date_until", _("The period ends before it begins."))
            return None
        return Period(begin, end)

    def _sensible(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(
                _("Please give a day between %(first)s and %(last)s.")
                % {"first": f"{FIRST_DAY:%d.%m.%Y}", "last": f"{LAST_DAY:%d.%m.%Y}"}
            )
        return day
