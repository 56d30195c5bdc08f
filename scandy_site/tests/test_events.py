"""Each verb of each service leaves exactly one event, in the name of who did it (I6)."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib import import_module

import pytest

from apps.accounts import passwords, people
from apps.accounts import services as accounts
from apps.accounts.enums import Role
from apps.accounts.links import INVITATION
from apps.accounts.models import User
from apps.accounts.tests.factories import PASSWORD
from apps.audit.models import AuditEvent
from apps.core.db import transaction
from apps.lending import services as lending
from apps.lending import undo
from apps.masterdata import services as masterdata
from apps.masterdata.models import Category
from apps.masterdata.tests.factories import CategoryFactory
from apps.notifications import services as notifications
from apps.notifications.models import Notice
from apps.sitesettings import services as sitesettings
from apps.tools import defects, fields, maintenance, trash
from apps.tools import services as tools
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool, ToolField
from apps.workers import services as workers
from apps.workers.models import Worker
from scandy_site.env import BASE_DIR
from scandy_site.tests import file_verbs, stock_verbs, ticket_verbs
from scandy_site.tests.situation import LENT_AT, NOW, RETURNED_AT, Situation

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TOOL_VERBS = ("tools/defects.py", "tools/fields.py", "tools/maintenance.py", "tools/trash.py")
SERVICES = [
    ".".join(path.relative_to(BASE_DIR).with_suffix("").parts)
    for pattern in (
        "*/services.py",
        "accounts/passwords.py",
        "accounts/people.py",
        "lending/undo.py",
        *TOOL_VERBS,
        "*/services/*.py",
    )
    for path in (BASE_DIR / "apps").glob(pattern)
    if path.stem != "__init__"
]


VERBS: dict[str, tuple[str, Callable[[Situation], object]]] = {
    "create_user": (
        "accounts.user_created",
        lambda s: accounts.create_user(User(username="neu"), password=PASSWORD, **s.by),
    ),
    "change_user": (
        "accounts.user_changed",
        lambda s: accounts.change_user(s.user.pk, {"role": Role.EMPLOYEE}, **s.by),
    ),
    "set_password": (
        "accounts.password_set",
        lambda s: passwords.set_password(s.user.pk, PASSWORD, **s.by),
    ),
    "unlock_user": (
        "accounts.unlocked",
        lambda s: accounts.unlock_user(s.user.pk, **s.by),
    ),
    "end_sessions": (
        "accounts.sessions_ended",
        lambda s: accounts.end_sessions(s.user.pk, **s.by),
    ),
    "send_link": (
        "accounts.link_made",
        lambda s: passwords.send_link(s.user.pk, base_url="", **s.by),
    ),
    "use_link": (
        "accounts.password_set",
        lambda s: passwords.use_link(
            INVITATION.address(s.actor).rpartition("/")[2],
            "Holz und Leim",
            kind=INVITATION,
            now=NOW,
        ),
    ),
    "change_person": (
        "accounts.user_changed",
        lambda s: people.change_person(s.user.pk, {"last_name": "Neu"}, **s.by),
    ),
    "change_own_password": (
        "accounts.password_set",
        lambda s: passwords.change_own_password(
            s.actor.pk, old=PASSWORD, new="Holz und Leim", now=NOW
        ),
    ),
    "save_named": (
        "masterdata.changed",
        lambda s: masterdata.save_named(s.renamed_category, **s.by),
    ),
    "merge_named": (
        "masterdata.merged",
        lambda s: masterdata.merge_named(Category, s.category.pk, CategoryFactory().pk, **s.by),
    ),
    "delete_named": ("masterdata.deleted", lambda s: masterdata.delete_named(s.category, **s.by)),
    "create_worker": (
        "workers.created",
        lambda s: workers.create_worker(
            Worker(barcode="NEU", first_name="Ute", last_name="Neu"), **s.by
        ),
    ),
    "change_worker": (
        "workers.changed",
        lambda s: workers.change_worker(s.other.pk, {"barcode": "NEU"}, **s.by),
    ),
    "delete_worker": ("workers.deleted", lambda s: workers.delete_worker(s.worker.pk, **s.by)),
    "restore_worker": (
        "workers.restored",
        lambda s: workers.restore_worker(s.trashed.pk, **s.by),
    ),
    "erase_worker": ("workers.erased", lambda s: workers.erase_worker(s.trashed.pk, **s.by)),
    "block_worker": (
        "workers.blocked",
        lambda s: workers.block_worker(s.worker.pk, "Ausweis weg", **s.by),
    ),
    "unblock_worker": (
        "workers.unblocked",
        lambda s: workers.unblock_worker(s.blocked.pk, **s.by),
    ),
    "deactivate_worker": (
        "workers.deactivated",
        lambda s: workers.deactivate_worker(s.worker.pk, **s.by),
    ),
    "reactivate_worker": (
        "workers.reactivated",
        lambda s: workers.reactivate_worker(s.absent.pk, **s.by),
    ),
    "create_tool": (
        "tools.created",
        lambda s: tools.create_tool(Tool(barcode="NEU", name="Neu"), **s.by),
    ),
    "change_tool": (
        "tools.changed",
        lambda s: tools.change_tool(s.tool_out.pk, {"name": "Neu"}, **s.by),
    ),
    "change_status": (
        "tools.status_changed",
        lambda s: tools.change_status(s.tool.pk, ToolStatus.DEFECTIVE, **s.by),
    ),
    "delete_tool": ("tools.deleted", lambda s: tools.delete_tool(s.tool.pk, **s.by)),
    "restore_tool": ("tools.restored", lambda s: trash.restore_tool(s.tool_gone.pk, **s.by)),
    "erase_tool": ("tools.erased", lambda s: trash.erase_tool(s.tool_gone.pk, **s.by)),
    "record_maintenance": (
        "tools.maintained",
        lambda s: maintenance.record_maintenance(
            s.tool.pk, maintenance.Work(date=NOW.date(), description="Kabel"), **s.by
        ),
    ),
    "strike_maintenance": (
        "tools.maintenance_struck",
        lambda s: maintenance.strike_maintenance(s.maintained.pk, 0, reason="Falsch", **s.by),
    ),
    "save_field": (
        "tools.field_created",
        lambda s: fields.save_field(ToolField(label="Baujahr"), **s.by),
    ),
    "delete_field": ("tools.field_deleted", lambda s: fields.delete_field(s.field.pk, **s.by)),
    "report_defect": (
        "tools.defect_reported",
        lambda s: defects.report_defect(s.tool.pk, "Kabel gebrochen", **s.by),
    ),
    "mark_as_lost": (
        "tools.lost",
        lambda s: trash.mark_as_lost(s.tool.pk, reason="Nicht in der Inventur", **s.by),
    ),
    "lend_tool": (
        "lending.tool_lent",
        lambda s: lending.lend_tool(tool_id=s.tool.pk, worker_id=s.worker.pk, **s.by),
    ),
    "return_tool": (
        "lending.tool_returned",
        lambda s: lending.return_tool(tool_id=s.tool_out.pk, **s.by),
    ),
    "extend_lending": (
        "lending.extended",
        lambda s: lending.extend_lending(
            tool_id=s.tool_out.pk, due_date=NOW + timedelta(days=99), **s.by
        ),
    ),
    "pass_on_tool": (
        "lending.passed_on",
        lambda s: lending.pass_on_tool(tool_id=s.tool_out.pk, worker_id=s.worker.pk, **s.by),
    ),
    "undo_lending": (
        "lending.lending_undone",
        lambda s: undo.undo_lending(lending_id=s.lending_out.pk, done_at=LENT_AT, **s.by),
    ),
    "change_settings": (
        "sitesettings.changed",
        lambda s: sitesettings.change_settings({"lending_days": 21}, **s.by),
    ),
    "save_notice": (
        "notifications.notice_created",
        lambda s: notifications.save_notice(Notice(title="Hof", starts_at=NOW), **s.by),
    ),
    "delete_notice": (
        "notifications.notice_deleted",
        lambda s: notifications.delete_notice(s.notice, **s.by),
    ),
    "lend_tools": (
        "lending.tool_lent",
        lambda s: lending.lend_tools(tool_ids=[s.tool.pk], worker_id=s.worker.pk, **s.by),
    ),
    "write_off_tool": (
        "lending.lost",
        lambda s: lending.write_off_tool(tool_id=s.tool_out.pk, reason="Baustelle", **s.by),
    ),
    "undo_return": (
        "lending.return_undone",
        lambda s: undo.undo_return(lending_id=s.lending_back.pk, done_at=RETURNED_AT, **s.by),
    ),
}
ELSEWHERE = {
    "create_first_admin": "nobody is there to have done it; see the tests of accounts",
    "save_changes": "part of changing an account, or its person",
    "outranks": "only compares",
    "record_defect": "the part of report_defect that works with stored photos",
    "renew_stamp": "part of ending sessions and of a new password",
    "request_reset": "nothing has happened yet, and nobody has shown who he is",
    "send_reset_link": "nothing has happened yet, and nobody has shown who he is",
    "sync_roles": "writes what the code says, no person does it",
    "store_first_settings": "writes what .env says, no person does it",
    "notify": "tells of what was recorded",
    "tell_person": "tells of what was recorded",
    "add_months": "only reckons",
    "move_status": "part of changing the status, and of reporting a defect",
    "move_lost_to_trash": "part of writing off, in tools and in lending",
    "words": "only names things",
    "check_tool": "only looks",
    "changes_of": "only compares",
    "begin_setup": "creates the first admin; see there",
    "skip_setup": "creates the first admin; see there",
    "leave_step": "each step records what it changes",
    "start_demo": "the job itself says who began it",
    "finish_setup": "only while a setup runs; see the tests of setup",
    "resend": "the mail itself says when it was sent",
    "mark_read": "each for oneself, nothing of the house changes",
    **dict.fromkeys(
        ("save_report", "change_saved", "delete_saved", "save_view", "delete_view"),
        "each for oneself, nothing of the house changes",
    ),
    "kept_query": "only reads",
    "hand_in": "creates a ticket, assigns it, adds files; see there",
    "set_preferences": "each for oneself, nothing of the house changes",
}


VERBS |= stock_verbs.VERBS | file_verbs.VERBS
ELSEWHERE |= stock_verbs.ELSEWHERE | file_verbs.ELSEWHERE | ticket_verbs.ELSEWHERE


@pytest.fixture
def situation():
    return Situation()


def new_events():
    return [
        (event.event_type, event.actor_id, event.at)
        for event in AuditEvent.objects.filter(at__gte=NOW)
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_leaves_one_event_of_who_did_it_that_has_a_sentence(situation, verb):
    event_type, call = VERBS[verb]

    call(situation)

    assert new_events() == [(event_type, situation.actor.pk, NOW)]
    sentences = [event.sentence for event in AuditEvent.objects.all()]
    assert all(sentence.endswith(".") and "%" not in sentence for sentence in sentences)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_is_rolled_back_leaves_no_event(situation, verb):
    _event_type, call = VERBS[verb]

    with suppress(ZeroDivisionError), transaction():
        call(situation)
        raise ZeroDivisionError

    assert new_events() == []


def test_no_verb_is_missing():
    found = {
        name
        for module in set(SERVICES) - {"apps.audit.services"}
        for name, function in inspect.getmembers(import_module(module), inspect.isfunction)
        if function.__module__ == module and not name.startswith("_")
    }

    assert found == VERBS.keys() | ELSEWHERE.keys()
