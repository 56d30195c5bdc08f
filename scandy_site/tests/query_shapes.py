"""The kinds of query that Scandy sends, each as a function of ``of``: of(Model) is the manager to ask.

Every shape must give the same answer by our engine as by the backend as it is: rows, and where the query determines it,
their order. Shapes whose order is not determined sort their answer themselves.
"""

from datetime import timedelta

from django.db.models import (
    Avg,
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import (
    Coalesce,
    Concat,
    ExtractYear,
    Length,
    Lower,
    TruncMonth,
    Upper,
)

from scandy_site.tests.probe.data import START, an_id
from scandy_site.tests.probe.models import Item, Loan, Person, Shelf


def _by_key(rows) -> list:
    return sorted(map(repr, rows))


READING = {
    "all": lambda of: _by_key(of(Item).values_list("code", flat=True)),
    "pk": lambda of: of(Item).filter(pk=an_id(3, 4)),
    "exact": lambda of: of(Item).filter(code="T003"),
    "several conditions": lambda of: (
        of(Loan).filter(is_open=False, number__gt=3).order_by("number")
    ),
    "or": lambda of: of(Item).filter(Q(count=1) | Q(name="abc")).order_by("code"),
    "not": lambda of: of(Item).filter(~Q(count=1), price__lt=2).order_by("code"),
    "exclude": lambda of: of(Item).exclude(name="Bohrer").order_by("-code"),
    "exclude null": lambda of: of(Item).exclude(serial="S-3").order_by("code"),
    "in": lambda of: of(Item).filter(code__in=["T001", "T007", "no"]).order_by("code"),
    "in objects": lambda of: (
        of(Loan).filter(item__in=[an_id(3, 1), an_id(3, 2)]).order_by("number")
    ),
    "range": lambda of: (
        of(Loan)
        .filter(lent_at__range=(START + timedelta(days=1), START + timedelta(days=3)))
        .order_by("lent_at")
    ),
    "gte date": lambda of: of(Item).filter(bought_on__gte=START.date()).order_by("code"),
    "is null": lambda of: of(Loan).filter(returned_at__isnull=True).order_by("-lent_at"),
    "is not null": lambda of: of(Item).filter(serial__isnull=False).order_by("serial"),
    "fk is null": lambda of: of(Loan).filter(person__isnull=True).order_by("number"),
    "F": lambda of: of(Item).filter(price__gt=F("count")).order_by("code"),
    "contains": lambda of: of(Item).filter(name__contains="a").order_by("code"),
    "icontains umlaut": lambda of: of(Item).filter(name__icontains="SÄ").order_by("code"),
    "startswith": lambda of: of(Item).filter(code__startswith="T00").order_by("code"),
    "regex": lambda of: of(Item).filter(code__regex=r"T0[01]\d").order_by("code"),
    "array contains": lambda of: of(Item).filter(tags__contains=["red", "blue"]).order_by("code"),
    "embedded": lambda of: of(Item).filter(origin__city="Stadt 2").order_by("code"),
    "order by embedded": lambda of: of(Item).order_by("origin__city", "code"),
    "order by one": lambda of: of(Item).order_by("code"),
    "order by two": lambda of: of(Item).order_by("-count", "code"),
    "order by nulls last": lambda of: of(Item).order_by(F("price").desc(nulls_last=True), "code"),
    "order by expression": lambda of: of(Item).order_by(Lower("name"), "code"),
    "order by annotation": lambda of: (
        of(Item).annotate(worth=F("price") * F("count")).order_by("-worth", "code")
    ),
    "order by fk field": lambda of: of(Item).order_by("shelf__name", "code"),
    "order by fk": lambda of: of(Item).order_by("shelf", "-code"),
    "reverse": lambda of: of(Item).order_by("code").reverse(),
    "slice": lambda of: of(Item).order_by("code")[3:7],
    "slice of a filter": lambda of: of(Loan).filter(is_open=False).order_by("-lent_at")[:5],
    "slice past the end": lambda of: of(Item).order_by("code")[10:99],
    "default ordering": lambda of: of(Shelf).all(),
    "first": lambda of: [of(Item).order_by("-price", "code").first()],
    "last": lambda of: [of(Item).order_by("code").last()],
    "only": lambda of: of(Item).only("name").order_by("code"),
    "defer": lambda of: of(Item).defer("tags", "origin").order_by("code")[:4],
    "values": lambda of: of(Item).values("code", "price", "origin").order_by("code"),
    "values of a relation": lambda of: (
        of(Loan).values("number", "item__name", "person__name").order_by("-lent_at")[:8]
    ),
    "values of a reverse relation": lambda of: [
        of(Shelf).order_by("name").values_list("name", "items__code")[:3].count(),
        len(of(Item).order_by("-code").values_list("code", "loans__number")[:9]),
        {code for code, _n in of(Item).order_by("code").values_list("code", "loans__number")[:5]},
    ],
    "condition on no collection": lambda of: [
        Q(count__gt=1).check({"count": count}, using=of(Item).db) for count in (1, 2)
    ],
    "values ordered by another": lambda of: of(Loan).order_by("-lent_at").values_list("number"),
    "values_list flat": lambda of: of(Item).values_list("name", flat=True).order_by("code"),
    "distinct": lambda of: of(Item).values_list("name", flat=True).distinct().order_by("name"),
    "distinct rows": lambda of: of(Item).filter(loans__number__gt=3).distinct().order_by("code"),
    "iterator": lambda of: list(of(Item).order_by("code").iterator(chunk_size=3)),
    "select_related": lambda of: of(Loan).select_related("item").order_by("-lent_at")[:7],
    "select_related nullable": lambda of: (
        of(Loan).select_related("person", "item").order_by("-lent_at")[2:9]
    ),
    "select_related levels": lambda of: (
        of(Loan)
        .select_related("item__shelf", "item__spare_shelf", "person")
        .filter(number__lt=20)
        .order_by("-number")[:6]
    ),
    "select_related only": lambda of: (
        of(Loan).select_related("item").only("number", "item__code").order_by("number")[:5]
    ),
    "select_related of what is given": lambda of: (
        of(Loan).select_related("person").filter(person=an_id(2, 1)).order_by("number")[:4]
    ),
    "select_related of one of the given": lambda of: (
        of(Item)
        .select_related("shelf", "spare_shelf")
        .filter(spare_shelf__in=[an_id(1, 1), an_id(1, 2)], count__lt=3)
        .order_by("code")[:4]
    ),
    "select_related and what may be null": lambda of: (
        of(Item)
        .select_related("spare_shelf")
        .filter(Q(spare_shelf=an_id(1, 1)) | Q(count=1))
        .order_by("code")[:4]
    ),
    "select_related and a joined filter": lambda of: (
        of(Loan).select_related("item", "person").filter(item__name="abc").order_by("number")[:4]
    ),
    "select_related and a joined order": lambda of: (
        of(Loan).select_related("person").order_by("person__name", "number")[:9]
    ),
    "joined filter on nullable": lambda of: (
        of(Loan).filter(person__name="Zoe").order_by("-lent_at")[:3]
    ),
    "joined or": lambda of: (
        of(Loan).filter(Q(person__name="Zoe") | Q(number=1)).order_by("number")[:4]
    ),
    "joined exclude": lambda of: of(Loan).exclude(person__name="Anna").order_by("number")[:9],
    "joined levels": lambda of: of(Loan).filter(item__shelf__name="Nord").order_by("number"),
    "joined is null": lambda of: (
        of(Loan).filter(item__spare_shelf__isnull=True).order_by("number")[:6]
    ),
    "reverse filter": lambda of: of(Item).filter(loans__number=5),
    "reverse filter with repeats": lambda of: (
        of(Shelf).filter(items__count__gte=1).order_by("name", "pk")[:4]
    ),
    "reverse is null": lambda of: of(Item).filter(loans__isnull=True).order_by("code"),
    "count": lambda of: [of(Item).count(), of(Item).filter(count=1).count()],
    "count of a slice": lambda of: [of(Item).order_by("code")[2:5].count()],
    "count of a join": lambda of: [of(Loan).filter(item__shelf__name="Nord").count()],
    "count of distinct": lambda of: [of(Item).values("name").distinct().count()],
    "exists": lambda of: [of(Item).filter(count=3).exists(), of(Item).filter(count=9).exists()],
    "aggregate": lambda of: [
        of(Loan).aggregate(Min("lent_at"), Max("number"), n=Count("pk"), people=Count("person")),
        of(Item).aggregate(total=Sum("count"), mean=Avg("count")),
    ],
    "aggregate with a filter": lambda of: [
        of(Loan).aggregate(n=Count("pk", filter=Q(is_open=True)), late=Sum("number", default=0))
    ],
    "annotate count": lambda of: of(Item).annotate(n=Count("loans")).order_by("-n", "code")[:5],
    "annotate sum over levels": lambda of: (
        of(Shelf).annotate(total=Sum("items__loans__number")).order_by("name")
    ),
    "group": lambda of: of(Item).values("name").annotate(n=Count("pk")).order_by("-n", "name"),
    "group by relation": lambda of: (
        of(Loan)
        .values("item__shelf__name")
        .annotate(n=Count("pk"), latest=Max("lent_at"))
        .order_by("item__shelf__name")
    ),
    "having": lambda of: of(Item).annotate(n=Count("loans")).filter(n__gt=2).order_by("code"),
    "group by month": lambda of: (
        of(Loan).values(month=TruncMonth("lent_at")).annotate(n=Count("pk")).order_by("month")
    ),
    "datetimes": lambda of: of(Loan).datetimes("lent_at", "day"),
    "extract": lambda of: of(Loan).filter(lent_at__month=4).order_by("number"),
    "extract year": lambda of: of(Loan).values_list(ExtractYear("lent_at"), flat=True).distinct(),
    "functions": lambda of: (
        of(Item)
        .annotate(label=Concat(Upper("name"), Value(" "), "code"), size=Length("name"))
        .order_by("label", "code")
    ),
    "coalesce": lambda of: of(Item).annotate(s=Coalesce("serial", "code")).order_by("s"),
    "case": lambda of: (
        of(Item)
        .annotate(rank=Case(When(count=0, then=1), When(name="abc", then=2), default=3))
        .order_by("rank", "code")[:9]
    ),
    "subquery": lambda of: (
        of(Item)
        .annotate(last=Subquery(_loans_of_item(of).order_by("-lent_at").values("number")[:1]))
        .order_by("code")[:6]
    ),
    "exists annotation": lambda of: (
        of(Item)
        .annotate(busy=Exists(_loans_of_item(of).filter(is_open=True)))
        .order_by("-code")[:6]
    ),
    "exists annotation as filter": lambda of: (
        of(Item).filter(Exists(_loans_of_item(of).filter(is_open=True))).order_by("code")
    ),
    "order by subquery": lambda of: (
        of(Item)
        .annotate(last=Subquery(_loans_of_item(of).order_by("-lent_at").values("number")[:1]))
        .order_by("-last", "code")[:5]
    ),
    "in subquery": lambda of: (
        of(Loan).filter(item__in=of(Item).filter(count=2).values("pk")).order_by("number")
    ),
    "subquery and select_related": lambda of: (
        of(Loan)
        .select_related("item")
        .annotate(
            twin=Exists(of(Loan).filter(item=OuterRef("item"), number__lt=OuterRef("number")))
        )
        .order_by("-lent_at")[:6]
    ),
    "union": lambda of: _by_key(
        of(Item)
        .filter(count=1)
        .values_list("code", flat=True)
        .union(of(Item).filter(name="abc").values_list("code", flat=True))
    ),
    "union in order": lambda of: (
        of(Item).filter(count=1).union(of(Item).filter(count=2)).order_by("code")[:4]
    ),
    "prefetch": lambda of: of(Shelf).prefetch_related("items").order_by("name"),
    "prefetch of a filter": lambda of: (
        of(Item)
        .prefetch_related(Prefetch("loans", of(Loan).filter(is_open=True).order_by("number")))
        .order_by("code")
    ),
    "none": lambda of: of(Item).none(),
    "in nothing": lambda of: of(Item).filter(code__in=[]),
    "in_bulk": lambda of: [of(Item).in_bulk(["T001", "T009"], field_name="code")],
    "get": lambda of: [of(Item).filter(code="T002").first()],
}


def _loans_of_item(of):
    return of(Loan).filter(item=OuterRef("pk"))


WRITING = {
    "update": lambda of: of(Item).filter(count__gte=2).update(name="neu"),
    "update with F": lambda of: of(Item).filter(count=1).update(count=F("count") + 5),
    "update with case": lambda of: of(Item).update(
        name=Case(When(count=0, then=Value("leer")), default=F("code"))
    ),
    "update of nothing": lambda of: of(Item).filter(code="no").update(count=1),
    "delete": lambda of: of(Loan).filter(is_open=True).delete(),
    "delete one": lambda of: of(Loan).filter(number=3).delete(),
    "create": lambda of: of(Shelf).create(pk=an_id(1, 9), name="neu").pk,
    "bulk_create": lambda of: len(of(Person).bulk_create([Person(pk=an_id(2, 8), name="x")])),
    "bulk_update": lambda of: of(Item).bulk_update(
        [Item(pk=an_id(3, 1), name="eins"), Item(pk=an_id(3, 2), name="zwei")], ["name"]
    ),
    "get_or_create": lambda of: [of(Shelf).get_or_create(name="Nord")[1] for _again in range(2)],
    "update_or_create": lambda of: of(Shelf).update_or_create(
        name="Süd", defaults={"name": "Sued"}, create_defaults={"pk": an_id(1, 7), "name": "Süd"}
    )[1],
}
