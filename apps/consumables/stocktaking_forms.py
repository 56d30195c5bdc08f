"""Forms of the stocktakings: what is counted, and how the rest is treated when it is booked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.registry import registry
from apps.masterdata.models import Category, Location


class StartForm(forms.Form):
    """What is counted, where; without a place and a category everything of the kind."""

    kind = forms.ChoiceField(label=_("What is counted"))
    location = forms.ModelChoiceField(
        label=_("Location"),
        queryset=Location.objects.order_by("sort_path"),
        required=False,
        empty_label=_("everywhere"),
        help_text=_("With all places in it."),
    )
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.order_by("sort_name"),
        required=False,
        empty_label=_("all"),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kinds = [(kind, countable.label) for kind, countable in registry.countables.items()]
        own = sorted(kinds, key=lambda each: each[0] != "consumable")
        self.fields["kind"].choices = own  # type: ignore[attr-defined]


class BookForm(forms.Form):
    """The one confirmation; ``seen`` says which state of the count it is about."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    missing_are_zero = forms.BooleanField(required=False)
