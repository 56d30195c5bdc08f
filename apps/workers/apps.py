from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.registry import (
    AttachmentOwner,
    BarcodeKind,
    EventType,
    Reference,
    SearchSource,
    registry,
)


class WorkersConfig(AppConfig):
    name = "apps.workers"
    verbose_name = _("People")

    def ready(self):
        from apps.core.tables.columns import offer
        from apps.workers import actions, person_hooks, queries, tables
        from apps.workers.models import Worker

        offer(tables.WorkerTable())
        registry.add_person_hooks(person_hooks.HOOKS)
        registry.add_admin_actions("workers.worker", *actions.WORKER_ACTIONS)
        registry.add_attachment_owner(_attachments())
        registry.add_barcode_kind(
            BarcodeKind(
                kind=Worker.barcode_kind,
                label=_("worker"),
                describe=queries.describe_worker,
                name_of=lambda pk: str(Worker.objects.get(pk=pk)),
            )
        )
        registry.add_search_source(
            SearchSource(
                kind=Worker.barcode_kind,
                label=_("People"),
                icon="users",
                find=queries.find_workers,
                list_url=lambda: reverse("workers:list"),
                permission="workers.view_worker",
                admin_page="workers_worker_change",
                position=30,
            )
        )
        registry.add_events(
            EventType("workers.created", _("%(actor)s added %(worker)s."), "user-plus"),
            EventType("workers.changed", _("%(actor)s changed %(worker)s."), "pencil"),
            EventType("workers.deleted", _("%(actor)s deleted %(worker)s."), "trash-2"),
            EventType("workers.restored", _("%(actor)s brought %(worker)s back."), "undo-2"),
            EventType("workers.erased", _("%(actor)s deleted %(worker)s for good."), "trash-2"),
            EventType(
                "workers.account_linked",
                _("%(actor)s gave the account %(user)s to %(worker)s."),
                "circle-user-round",
            ),
            EventType(
                "workers.account_unlinked",
                _("%(actor)s took the account %(user)s from %(worker)s."),
                "circle-user-round",
            ),
            EventType("workers.blocked", _("%(actor)s blocked %(worker)s: %(reason)s."), "ban"),
            EventType("workers.unblocked", _("%(actor)s unblocked %(worker)s."), "circle-check"),
            EventType("workers.deactivated", _("%(actor)s set %(worker)s inactive."), "circle-off"),
            EventType(
                "workers.reactivated", _("%(actor)s set %(worker)s active again."), "circle-check"
            ),
        )
        registry.add_reference(
            "masterdata.department",
            Reference(
                Worker,
                "department",
                queries.people_in_words,
                queries.list_of_people_in,
                queries.trash_of_people_in,
            ),
        )


def _attachments() -> AttachmentOwner:
    """Photos and documents: who changes a thing adds some and removes his own."""
    from apps.media.queries import by_barcode_or_id
    from apps.media.rules import remove_with, see_with

    return AttachmentOwner(
        kind="workers",
        model="workers.worker",
        label=_("People"),
        find=by_barcode_or_id("workers.worker"),
        key_of=lambda obj: obj.barcode,
        may_see=see_with("workers.view_worker"),
        may_add=see_with("workers.change_worker"),
        may_remove=remove_with("workers.change_worker", own="workers.change_worker"),
    )
