"""A month in a Bavarian workshop, day by day, with a real mail server: exactly these mails to exactly these people.

May 2026: weekends are closed, and so are 14 May (Ascension), 25 May (Whit Monday) and 4 June (Corpus Christi). Quiet
hours end at 6:30, so what the runs at 6:00 write is sent at 6:30; the daily summary comes at 7:00.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.core.clock import BERLIN, end_of_day, local_date
from apps.lending.models import Lending
from apps.lending.reminders import remind_borrowers, tell_employees
from apps.lending.services import extend_lending, lend_tool, return_tool
from apps.lending.undo import undo_lending
from apps.notifications.delivery import deliver
from apps.notifications.digest import send_digests
from apps.notifications.models import Notification, OutgoingMail
from apps.notifications.services import set_preferences
from apps.notifications.tests.houses import make_house
from apps.notifications.tests.mailbox import Mailbox, mail_server
from apps.setup.demo.writer import Numbers, fill
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

FIRST, LAST = date(2026, 5, 4), date(2026, 6, 5)
CLOSED = {date(2026, 5, 14), date(2026, 5, 25), date(2026, 6, 4)}
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
OPEN_DAYS = [day for day in DAYS if day.weekday() < 5 and day not in CLOSED]
SOON, LATE, LIST, DIGEST = "lending_due_soon", "lending_reminder", "lending_overdue_list", "digest"

Mails = dict[str, list[tuple[str, str]]]  # by recipient: (when, template)


class Workshop:
    """The people at the counter and what they do on some days at 10 o'clock."""

    def __init__(self, house, mailbox: Mailbox):
        self.house, self.mailbox = house, mailbox
        self.clerk = UserFactory(role=Role.STANDARD_USER)
        self.tools = {}

    def lend(self, name: str, at: datetime, due: date | None = None, *, email: str | None = None):
        address = f"{name}@haus.example" if email is None else email
        worker = WorkerFactory(first_name=name, email=address)
        lending = lend_tool(
            tool_id=ToolFactory().pk,
            worker_id=worker.pk,
            actor=self.clerk,
            now=at,
            due_date=due and end_of_day(due),
        )
        self.tools[name] = lending.tool_id
        return lending

    def bring_back(self, name: str, at: datetime) -> None:
        return_tool(tool_id=self.tools[name], actor=self.clerk, now=at)

    def extend(self, name: str, at: datetime, due: date) -> None:
        extend_lending(tool_id=self.tools[name], due_date=end_of_day(due), actor=self.clerk, now=at)

    def lend_by_mistake(self, name: str, at: datetime) -> None:
        lending = self.lend(name, at, due=local_date(at) + timedelta(days=1))
        undo_lending(lending_id=lending.pk, done_at=at, actor=self.clerk, now=at)

    def run_day(self, day: date) -> None:
        """What the schedules do; each reminding runs twice, as after a restart."""
        for _run in range(2):
            remind_borrowers(self.house, moment(day, 6))
            tell_employees(self.house, moment(day, 6))
            deliver(self.house, moment(day, 6))
        for hour, minute in ((6, 29), (6, 30), (7, 0), (7, 10)):
            send_digests(self.house, moment(day, hour, minute))
            deliver(self.house, moment(day, hour, minute))

    def received(self) -> Mails:
        """What arrived at the mail server, by its own Date header; the Message-ID leads to the kind."""
        templates = {str(mail.pk): mail.template for mail in OutgoingMail.objects.all()}
        mails: Mails = defaultdict(list)
        for mail in self.mailbox.mails:
            sent = parsedate_to_datetime(str(mail["Date"])).astimezone(BERLIN)
            number = str(mail["Message-ID"]).strip("<>").partition("@")[0]
            mails[str(mail["To"])].append((f"{sent:%d.%m. %H:%M}", templates[number]))
        return dict(mails)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=BERLIN)


def at_half_past_six(*sent: tuple[str, str]) -> list[tuple[str, str]]:
    return [(f"{day} 06:30", template) for day, template in sent]


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    with mail_server() as mailbox:
        house = make_house(
            opening_days=[0, 1, 2, 3, 4],
            state="BY",
            quiet_from=time(19),
            quiet_until=time(6, 30),
            mail_port=mailbox.port,
        )
        yield Workshop(house, mailbox)


def test_each_person_gets_exactly_the_mails_of_the_plan(workshop):
    store = UserFactory(role=Role.EMPLOYEE, email="lager@haus.example")
    chief = UserFactory(role=Role.ADMIN, email="chef@haus.example")
    calm = UserFactory(role=Role.EMPLOYEE, email="ruhe@haus.example")
    set_preferences(chief, {"lending.overdue_list": "digest"})
    set_preferences(calm, {"lending.overdue_list": "off"})
    april = moment(date(2026, 4, 6), 10)
    workshop.lend("anna", april, date(2026, 5, 6))
    workshop.lend("ben", april, date(2026, 5, 13))
    workshop.lend("clara", april, date(2026, 5, 15))
    workshop.lend("dora", april, date(2026, 5, 6), email="")
    workshop.lend("emil", april, date(2026, 4, 20))
    plan = {
        date(2026, 5, 5): lambda at: workshop.lend_by_mistake("hanna", at),
        date(2026, 5, 15): lambda at: workshop.bring_back("ben", at),
        date(2026, 5, 18): lambda at: workshop.extend("clara", at, date(2026, 5, 26)),
        date(2026, 5, 20): lambda at: workshop.lend("frida", at),
        date(2026, 5, 21): lambda at: workshop.lend("gustav", at),
        date(2026, 5, 26): lambda at: workshop.bring_back("clara", at),
    }

    for day in DAYS:
        workshop.run_day(day)
        if day in plan:
            plan[day](moment(day, 10))

    mails = workshop.received()
    lists = mails.pop(store.email)
    digests = mails.pop(chief.email)
    assert mails == {
        # soon, due, three days later is a Saturday, so on Monday, and after seven days
        "anna@haus.example": at_half_past_six(
            ("05.05.", SOON), ("06.05.", LATE), ("11.05.", LATE), ("13.05.", LATE)
        ),
        # brings it back on Friday, before the third day
        "ben@haus.example": at_half_past_six(("12.05.", SOON), ("13.05.", LATE)),
        # announced before Ascension; extended on the third day, announced anew before Whitsun, back on the due date
        "clara@haus.example": at_half_past_six(
            ("13.05.", SOON), ("15.05.", LATE), ("18.05.", LATE), ("22.05.", SOON), ("26.05.", LATE)
        ),
        # late since April: one mail on the first day
        "emil@haus.example": at_half_past_six(("04.05.", LATE)),
        # for the house's two weeks
        "frida@haus.example": at_half_past_six(("02.06.", SOON), ("03.06.", LATE)),
        # two weeks end on Corpus Christi, so it is due the day after, and announced before
        "gustav@haus.example": at_half_past_six(("03.06.", SOON), ("05.06.", LATE)),
    }
    assert lists == [(f"{day:%d.%m.} 06:30", LIST) for day in OPEN_DAYS]
    assert digests == [(f"{day:%d.%m.} 07:00", DIGEST) for day in OPEN_DAYS]
    assert workshop.mailbox.doubled == []
    assert Notification.objects.filter(user=calm).count() == 0


def test_month_on_demo_data_reminds_everybody_as_the_rules_say(workshop):
    fill(
        Numbers(tools=200, workers=40, lendings=300, consumables=5),
        seed=7,
        password="egal-und-lang",
        now=moment(FIRST, 5),
        out=OutputWrapper(StringIO()),
    )
    lendings = list(Lending.objects.open().select_related("worker", "worker__user"))

    for day in DAYS:
        workshop.run_day(day)

    expected: Mails = defaultdict(list)
    for lending in lendings:
        if address := address_of(lending):
            expected[address] += [(f"{day:%d.%m.} 06:30", kind) for day, kind in stages(lending)]
    staff = User.objects.filter(role__in=[Role.EMPLOYEE, Role.ADMIN])
    for user in staff.exclude(email=""):
        expected[user.email] += [(f"{day:%d.%m.} 06:30", LIST) for day in OPEN_DAYS]
    assert in_order(workshop.received()) == in_order(expected)
    assert len(lendings) > 10
    assert Lending.objects.overdue(moment(FIRST, 6)).exists()


def address_of(lending: Lending) -> str:
    user = lending.worker.user
    return (user.email if user else "") or lending.worker.email


def stages(lending: Lending) -> Iterator[tuple[date, str]]:
    """The days on which the person of a tool that stays out hears, by the words of the specification."""
    due, reached = local_date(lending.due_date), -2
    announced = max(day for day in [FIRST - timedelta(days=1), *OPEN_DAYS] if day < max(due, FIRST))
    for day in OPEN_DAYS:
        stage = max((days for days in (0, 3, 7) if due + timedelta(days=days) <= day), default=-1)
        if stage > reached and stage >= 0:
            reached = stage
            yield day, LATE
        elif reached < -1 and announced <= day <= due:
            reached = -1
            yield day, SOON


def in_order(mails: Mails) -> Mails:
    return {recipient: sorted(sent) for recipient, sent in mails.items() if sent}
