"""What people write into the cells of a table, understood as German Excel means it.

Each cell is a widget of django-import-export, which gathers what is wrong with a row by field. The values are what the
files hold: text, and of XLSX also numbers, dates and truth values.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from apps.core.search import sort_key

DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
YES = frozenset({"ja", "j", "yes", "true", "wahr", "1", "x"})
NO = frozenset({"nein", "n", "no", "false", "falsch", "0", "-"})
LARGEST = Decimal(10) ** 12


class Cell(Widget):
    """Understands the value of a cell.

    :raises ValueError: from ``clean``, with a sentence.
    """

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        raise NotImplementedError


class Text(Cell):
    """A text; also a number that Excel made of one, such as a barcode of digits."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return plain_text(value)


class Number(Cell):
    """A number with a decimal comma or point; 1.234,50 is understood too."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        text = (
            plain_text(value).removesuffix("€").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        )
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = LARGEST
        if isinstance(value, bool) or not number.is_finite() or abs(number) >= LARGEST:
            raise ValueError(_("Please give a number."))
        return number


class Whole(Number):
    """A number without decimals."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        number = super().clean(value, row, **kwargs)
        if number != int(number):
            raise ValueError(_("Please give a whole number."))
        return int(number)


class Day(Cell):
    """A day: 07.12.2026, 2026-12-07, or a date of Excel."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = plain_text(value)
        for day_format in DAY_FORMATS:
            try:
                return datetime.strptime(text, day_format).date()  # noqa: DTZ007 a day has no zone
            except ValueError:
                continue
        raise ValueError(_("Please give a date such as 07.12.2026."))


class YesNo(Cell):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = plain_text(value).casefold()
        if text not in YES | NO:
            raise ValueError(_("Please write yes or no."))
        return text in YES


class Choice(Cell):
    """One of a few words: as it is stored, or as people read it."""

    def __init__(self, choices: Iterable[tuple[str, Any]]):
        super().__init__()
        self.choices = list(choices)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = plain_text(value).casefold()
        for stored, label in self.choices:
            if text in (stored.casefold(), str(label).casefold()):
                return stored
        options = ", ".join(stored for stored, _label in self.choices)
        raise ValueError(_("Please choose one of these: %(options)s.") % {"options": options})


class ByName(Cell):
    """A reference, by the name of what it points to.

    :param things: what there is, by ``sort_key`` of the name.
    :param make: makes a new one with the name, if missing ones are to be made.
    """

    def __init__(self, things: dict[str, Any], make: Callable[[str], Any] | None = None):
        super().__init__()
        self.things, self.make = things, make

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        name = " ".join(plain_text(value).split())
        found = self.things.get(sort_key(name))
        if found is None and self.make:
            found = self.things[sort_key(name)] = self.make(name)
        if found is None:
            raise ValueError(_("There is no “%(name)s”.") % {"name": name[:100]})
        return found


def plain_text(value: Any) -> str:
    """The value as text, with line ends as in Unix; 4001.0 is 4001."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    if isinstance(value, date):
        return value.strftime(DAY_FORMATS[0])
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
