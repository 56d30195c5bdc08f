"""The back office of what people are told: notices to everybody, and the outbox."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.core import clock
from apps.core.admin import (
    By,
    ChoiceFilter,
    ReadOnlyAdminMixin,
    ScandyModelAdmin,
    ServiceAdminMixin,
    minute,
    status_badge,
)
from apps.notifications import services
from apps.notifications.enums import MailState, Priority
from apps.notifications.models import Notice, OutgoingMail
from apps.notifications.queries import text_of


@admin.register(Notice)
class NoticeAdmin(ServiceAdminMixin, ScandyModelAdmin):
    list_display = ("title", "priority_badge", "from_minute", "until_minute")
    list_filter = (("priority", ChoiceFilter),)
    ordering = ("-starts_at",)
    sortable_by = ()
    fields = ("title", "text", "priority", "starts_at", "ends_at")

    @admin.display(description=_("Priority"))
    def priority_badge(self, notice: Notice) -> SafeString:
        return status_badge(Priority(notice.priority))

    @admin.display(description=_("Shown from"))
    def from_minute(self, notice: Notice) -> str | None:
        return minute(notice.starts_at)

    @admin.display(description=_("Shown until"))
    def until_minute(self, notice: Notice) -> str | None:
        return minute(notice.ends_at)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"starts_at": clock.now()}

    def create_object(self, notice: Notice, form: ModelForm, by: By) -> None:
        services.save_notice(notice, **by)

    def change_object(self, notice: Notice, form: ModelForm, by: By) -> None:
        services.save_notice(notice, **by)

    def delete_object(self, notice: Notice, by: By) -> None:
        services.delete_notice(notice, **by)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ServiceAdminMixin, ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("subject_or_kind", "recipient", "state_badge", "created_minute", "error")
    list_filter = (("state", ChoiceFilter),)
    search_fields = ("recipient",)
    search_help_text = _("Search recipient")
    ordering = ("-created_at",)
    sortable_by = ("created_minute",)
    fields = (
        "recipient",
        "subject_or_kind",
        "state_badge",
        "error",
        "attempts",
        "created_minute",
        "due_minute",
        "sent_minute",
        "content",
    )
    actions = ("send_again",)

    @admin.display(description=_("Subject"))
    def subject_or_kind(self, mail: OutgoingMail) -> str:
        return mail.subject or mail.label

    @admin.display(description=_("Status"))
    def state_badge(self, mail: OutgoingMail) -> SafeString:
        return status_badge(MailState(mail.state))

    @admin.display(description=_("Created"), ordering="created_at")
    def created_minute(self, mail: OutgoingMail) -> str | None:
        return minute(mail.created_at)

    @admin.display(description=_("Next try"))
    def due_minute(self, mail: OutgoingMail) -> str | None:
        return minute(mail.due_at) if mail.state == MailState.WAITING else None

    @admin.display(description=_("Sent"))
    def sent_minute(self, mail: OutgoingMail) -> str | None:
        return minute(mail.sent_at)

    @admin.display(description=_("Text"))
    def content(self, mail: OutgoingMail) -> str:
        return text_of(mail)

    @admin.action(description=_("Send again"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = ngettext_lazy(
            "%(count)d mail is sent again.", "%(count)d mails are sent again.", "count"
        )
        self.run_for_each(request, queryset, self._resend, done)

    def _resend(self, mail: OutgoingMail, by: By) -> None:
        services.resend(mail.pk, now=by["now"])

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.resend_mail")

    def index_queryset(self, request: HttpRequest) -> QuerySet:
        return self.get_queryset(request).exclude(state=MailState.SENT)

    def index_note(self, request: HttpRequest) -> str:
        return str(_("not sent yet"))
