"""Forms that notice when two people edit the same thing: the second one sees both versions before anything is lost."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

SEEN = "seen"  # the hidden input that says which values the form showed


@dataclass(frozen=True)
class Difference:
    """A field that somebody else saved while the form was open.

    ``yours`` is None where the person typed nothing: the form then takes over what is stored.
    """

    label: Any
    stored: str
    yours: str | None


class GuardedFormMixin(forms.ModelForm):
    """A form over one object that refuses its first save after somebody else's, and shows both versions.

    The page carries ``seen_token`` in a hidden input. Sent again, the form knows the newer version and saves. Where
    nobody may slip in between the check and the save, both belong into one ``core.db.atomic``. Without the input
    (programs) nothing is compared.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.conflict: list[Difference] = []
        if self.is_bound and self.instance.pk is not None:
            self._compare(_parse(self.data.get(SEEN, "")))

    @property
    def seen_token(self) -> str:
        """The stored values, as short digests: nothing of what they say."""
        if self.instance.pk is None:
            return ""
        return json.dumps({name: _digest(self._stored(name)) for name in self._guarded()})

    def clean(self) -> dict[str, Any] | None:
        if self.conflict:
            raise ValidationError(
                _(
                    "Somebody else saved this while you had it open. Please compare, then save again."
                ),
                code="conflict",
            )
        return super().clean()

    def _compare(self, seen: dict[str, str]) -> None:
        changed = [
            name
            for name in self._guarded()
            if name in seen and seen[name] != _digest(self._stored(name))
        ]
        if not changed:
            return
        self.data = data = self._copy_of_data()
        for name in changed:
            typed = self._typed(name)
            is_mine = _digest(typed) != seen[name]
            if not is_mine:
                self._take_over(name, data)
            field, stored = self.fields[name], self._stored(name)
            yours = _in_words(field, typed) if is_mine else None
            self.conflict.append(Difference(field.label, _in_words(field, stored), yours))

    def _guarded(self) -> list[str]:
        return [
            name
            for name, field in self.fields.items()
            if not field.disabled and not isinstance(field, forms.FileField)
        ]

    def _stored(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _typed(self, name: str) -> Any:
        field = self.fields[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            return field.to_python(raw)
        except ValidationError:
            return raw

    def _copy_of_data(self) -> QueryDict:
        copy = QueryDict(mutable=True)
        copy.update(self.data)
        return copy

    def _take_over(self, name: str, data: QueryDict) -> None:
        """Show what is stored in place of the older value that the browser sent along."""
        field, key = self.fields[name], self.add_prefix(name)
        value = field.prepare_value(self._stored(name))
        shown = "on" if value is True else field.widget.format_value(value or None)
        if isinstance(shown, (list, tuple)):
            data.setlist(key, list(shown))
        elif isinstance(field, forms.BooleanField) and not value:
            data.pop(key, None)
        else:
            data[key] = shown or ""


def _parse(token: str) -> dict[str, str]:
    try:
        seen = json.loads(token)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _digest(value: Any) -> str:
    return hashlib.sha256(_comparable(value).encode()).hexdigest()[:12]


def _comparable(value: Any) -> str:
    """The same text for a value from the database and for one that was typed."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple, set)) or hasattr(value, "values_list"):
        return " ".join(sorted(_comparable(item) for item in value))
    if isinstance(value, Model):
        return str(value.pk)
    if hasattr(value, "normalize"):
        return f"{value.normalize():f}"
    return str(value).replace("\r\n", "\n").strip()


def _in_words(field: forms.Field, value: Any) -> str:
    """The value as the person would read it in the form."""
    if value in (None, ""):
        return "\N{EN DASH}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model):
        found = field.queryset.filter(pk=value).first() if field.queryset is not None else None
        return str(found or value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(localize(value))
