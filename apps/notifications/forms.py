"""How a person wants to hear of each kind of event."""

from typing import Any

from django import forms

from apps.notifications.enums import Channel
from apps.notifications.queries import preferences_of


class PreferencesForm(forms.Form):
    """One choice per kind of event that the person can hear of; the fields carry the codes of the kinds."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for kind, channel in preferences_of(user):
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=Channel.choices,
                initial=channel,
                required=False,
            )

    @property
    def channels(self) -> dict[str, str]:
        """The choices that were made, by the code of the kind."""
        return {code: channel for code, channel in self.cleaned_data.items() if channel}
