"""What the probe's collections hold when they are filled: known ids and values."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bson import ObjectId

from scandy_site.tests.probe.models import Item, Loan, Origin, Person, Shelf

START = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # the night in which summer time begins


def an_id(kind: int, number: int) -> ObjectId:
    return ObjectId(f"{kind:012x}{number:012x}")


def fill() -> None:
    """Documents with known ids and values: nulls, ties, capitals, umlauts, time zones."""
    shelves = [Shelf(pk=an_id(1, n), name=name) for n, name in enumerate(("Süd", "Nord", "west"))]
    people = [Person(pk=an_id(2, n), name=name) for n, name in enumerate(("Anna", "Örs", "Zoe"))]
    Shelf.objects.bulk_create(shelves)
    Person.objects.bulk_create(people)
    Item.objects.bulk_create(_item(number, shelves) for number in range(12))
    Loan.objects.bulk_create(_loan(number, people) for number in range(30))


def _item(number: int, shelves: list[Shelf]) -> Item:
    return Item(
        pk=an_id(3, number),
        code=f"T{number:03d}",
        serial=None if number % 3 else f"S-{number}",
        name=("Bohrer", "säge", "Hammer", "a.c", "abc", "$name")[number % 6],
        shelf=shelves[number % 3],
        spare_shelf=None if number % 2 else shelves[(number + 1) % 3],
        count=number % 4,
        price=None if number == 5 else Decimal(number) / 4,
        tags=["red", "blue", "old"][: number % 4],
        origin=None if number % 4 else Origin(country="DE", city=f"Stadt {number % 3}"),
        bought_on=None if number % 5 == 0 else (START + timedelta(days=number)).date(),
    )


def _loan(number: int, people: list[Person]) -> Loan:
    lent_at = START + timedelta(hours=7 * number)
    is_open = number >= 24
    return Loan(
        pk=an_id(4, number),
        number=number,
        item_id=an_id(3, number % 11),
        person=None if number % 7 == 0 else people[number % 3],
        lent_at=lent_at,
        returned_at=None if is_open else lent_at + timedelta(days=1),
        is_open=is_open,
    )
