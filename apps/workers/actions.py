"""What the back office does with people: block, pause, bring back from the trash. Each action calls its service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.core.admin import ActionForm, RestoreForm, TextInput
from apps.core.registry import AdminAction
from apps.workers import services
from apps.workers.models import Worker

CHANGE = "workers.change_worker"
LONGEST_REASON = Worker._meta.get_field("blocked_reason").max_length


class BlockForm(ActionForm):
    blocked_reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=TextInput,
        help_text=_("The desk shows it when the person wants to borrow."),
    )


def block(worker: Worker, values: dict[str, Any], **by: Any) -> str:
    services.block_worker(worker.pk, values["blocked_reason"], **by)
    return _("%(worker)s is blocked now.") % _words(worker)


def unblock(worker: Worker, values: dict[str, Any], **by: Any) -> str:
    services.unblock_worker(worker.pk, **by)
    return _("%(worker)s may borrow again.") % _words(worker)


def deactivate(worker: Worker, values: dict[str, Any], **by: Any) -> str:
    services.deactivate_worker(worker.pk, **by)
    return _("%(worker)s is inactive now.") % _words(worker)


def reactivate(worker: Worker, values: dict[str, Any], **by: Any) -> str:
    services.reactivate_worker(worker.pk, **by)
    return _("%(worker)s is active again.") % _words(worker)


def restore(worker: Worker, values: dict[str, Any], **by: Any) -> str:
    worker = services.restore_worker(worker.pk, barcode=values.get("barcode", ""), **by)
    return _("%(worker)s is back from the trash.") % _words(worker)


def erase(worker: Worker, values: dict[str, Any], **by: Any) -> str:
    services.erase_worker(worker.pk, **by)
    return _("%(worker)s is deleted for good.") % _words(worker)


def _words(worker: Worker) -> dict[str, str]:
    return {"worker": f"{worker.full_name} {worker.barcode}"}


WORKER_ACTIONS = (
    AdminAction(
        code="block",
        label=_("Block"),
        icon="block",
        permission=CHANGE,
        run=block,
        done=ngettext_lazy("%(count)d person blocked.", "%(count)d people blocked.", "count"),
        form=BlockForm,
        is_possible=lambda worker: not worker.is_blocked,
    ),
    AdminAction(
        code="unblock",
        label=_("Unblock"),
        icon="lock_open",
        permission=CHANGE,
        run=unblock,
        done=ngettext_lazy(
            "%(count)d person may borrow again.", "%(count)d people may borrow again.", "count"
        ),
        is_possible=lambda worker: worker.is_blocked,
    ),
    AdminAction(
        code="deactivate",
        label=_("Deactivate"),
        icon="person_off",
        permission=CHANGE,
        run=deactivate,
        done=ngettext_lazy(
            "%(count)d person is inactive now.", "%(count)d people are inactive now.", "count"
        ),
        is_possible=lambda worker: worker.is_active,
    ),
    AdminAction(
        code="reactivate",
        label=_("Activate again"),
        icon="person_check",
        permission=CHANGE,
        run=reactivate,
        done=ngettext_lazy(
            "%(count)d person is active again.", "%(count)d people are active again.", "count"
        ),
        is_possible=lambda worker: not worker.is_active,
    ),
    AdminAction(
        code="restore",
        label=_("Restore"),
        icon="restore_from_trash",
        permission="workers.delete_worker",
        run=restore,
        done=ngettext_lazy(
            "%(count)d person is back from the trash.",
            "%(count)d people are back from the trash.",
            "count",
        ),
        form=RestoreForm,
        in_trash=True,
    ),
    AdminAction(
        code="erase",
        label=_("Delete for good"),
        icon="delete_forever",
        permission="workers.erase_worker",
        run=erase,
        done=ngettext_lazy(
            "%(count)d person is deleted for good.",
            "%(count)d people are deleted for good.",
            "count",
        ),
        is_grave=True,
        in_trash=True,
    ),
)
