"""How a person keeps a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.reports.enums import Rhythm
from apps.reports.models import LONGEST_QUERY


class KeepForm(forms.Form):
    """Its name, and whether it comes by mail."""

    name = forms.CharField(label=_("Name"), max_length=80)
    rhythm = forms.ChoiceField(
        label=_("By mail"), choices=Rhythm.choices, initial=Rhythm.NEVER, required=False
    )

    def clean_rhythm(self) -> str:
        return self.cleaned_data["rhythm"] or Rhythm.NEVER


class SaveForm(KeepForm):
    """The same, with the filters as they stand in the address."""

    query = forms.CharField(max_length=LONGEST_QUERY, required=False, widget=forms.HiddenInput())
