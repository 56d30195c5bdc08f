"""The table of the states and who may do what, without a database."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from apps.accounts.enums import Role
from apps.tickets import rules
from apps.tickets.enums import Priority, TicketStatus

pytestmark = pytest.mark.unit

OPEN, ASSIGNED, IN_PROGRESS, RESOLVED, CLOSED = TicketStatus
TABLE = {
    OPEN: {ASSIGNED, IN_PROGRESS, CLOSED},
    ASSIGNED: {OPEN, IN_PROGRESS, CLOSED},
    IN_PROGRESS: {OPEN, RESOLVED, CLOSED},
    RESOLVED: {OPEN, IN_PROGRESS, CLOSED},
    CLOSED: {OPEN, IN_PROGRESS},
}
REASONS = {
    (OPEN, CLOSED),
    (ASSIGNED, CLOSED),
    (IN_PROGRESS, CLOSED),
    (RESOLVED, OPEN),
    (RESOLVED, IN_PROGRESS),
    (CLOSED, OPEN),
    (CLOSED, IN_PROGRESS),
}


def person(role=Role.STANDARD_USER, pk=7):
    return SimpleNamespace(pk=pk, role=role)


def ticket(**fields):
    values = {
        "status": OPEN,
        "created_by_id": 1,
        "assigned_to_id": None,
        "co_assignees": [],
        "watchers": [],
        "shared_with": [],
        "work_area_id": None,
    }
    return SimpleNamespace(**{**values, **fields})


@pytest.mark.parametrize("wanted", TicketStatus)
@pytest.mark.parametrize("current", TicketStatus)
def test_can_move_only_as_the_table_says(current, wanted):
    assert rules.can_move(current, wanted) == (wanted in TABLE[current])


def test_ways_back_and_closing_without_the_work_need_a_reason():
    moves = {(old, new) for old, allowed in TABLE.items() for new in allowed}

    assert {move for move in moves if rules.needs_reason(*move)} == REASONS


def test_states_and_priorities_are_ranked_in_their_order():
    assert [status.rank for status in TicketStatus] == [0, 1, 2, 3, 4]
    assert Priority.CRITICAL.rank > Priority.HIGH.rank > Priority.NORMAL.rank > Priority.LOW.rank


@pytest.mark.parametrize(
    "part",
    [{"created_by_id": 7}, {"assigned_to_id": 7}, {"co_assignees": [7]}, {"watchers": [7]}],
)
def test_who_takes_part_may_edit(part):
    assert rules.can_edit(person(), ticket(status=IN_PROGRESS, **part))


@pytest.mark.parametrize("part", [{"assigned_to_id": 7}, {"co_assignees": [7]}, {"watchers": [7]}])
def test_participants_see_and_edit_only_what_they_handed_in(part):
    participant = person(Role.PARTICIPANT)

    assert not rules.can_view(participant, ticket(**part))
    assert not rules.can_view(participant, ticket())
    assert rules.can_edit(participant, ticket(created_by_id=7))


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.ADMIN])
def test_employees_edit_every_ticket(role):
    assert rules.can_edit(person(role), ticket(status=CLOSED))


def test_open_tickets_that_nobody_took_are_shown_but_not_edited():
    assert rules.can_view(person(), ticket())
    assert not rules.can_edit(person(), ticket())
    assert not rules.can_view(person(), ticket(status=ASSIGNED, assigned_to_id=2))


def test_work_areas_narrow_which_open_tickets_are_shown():
    areas = frozenset({5})

    assert rules.can_view(person(), ticket(work_area_id=5), areas=areas)
    assert rules.can_view(person(), ticket(), areas=areas)
    assert not rules.can_view(person(), ticket(work_area_id=6), areas=areas)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("areas", [frozenset(), frozenset({5})])
@pytest.mark.parametrize("area", [None, 5, 6])
@pytest.mark.parametrize("assigned_to", [None, 7, 8])
def test_lists_show_what_the_rule_shows(role, areas, area, assigned_to):
    someone = person(role)
    status = ASSIGNED if assigned_to else OPEN
    shown = ticket(status=status, assigned_to_id=assigned_to, work_area_id=area)

    is_listed = rules.is_employee(someone) or bool(
        {*rules.audience_of(someone, areas)} & {*rules.audience(shown)}
        and (rules.is_worker(someone) or shown.created_by_id == someone.pk)
    )

    assert is_listed == rules.can_view(someone, shown, areas=areas)


def test_participants_do_not_fill_in_hours():
    assert "actual_hours" in rules.editable_fields(person())
    assert "actual_hours" not in rules.editable_fields(person(Role.PARTICIPANT))


def test_a_day_means_its_end_in_berlin_and_a_moment_itself():
    moment = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)

    assert rules.due_moment(date(2026, 12, 7)) == datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC)
    assert rules.due_moment(moment) == moment
    assert rules.due_moment(None) is None


def test_tags_are_tidied_and_kept_once():
    assert rules.tidy_tags([" Holz ", "holz", "", "Lack  rot", 7]) == ["Holz", "Lack rot", "7"]


@pytest.mark.parametrize("tags", [["x" * 41], [str(number) for number in range(21)]])
def test_too_many_or_long_tags_are_a_problem(tags):
    assert rules.tag_problem(tags) is not None
    assert rules.tag_problem(["x" * 40] * 20) is None
