"""The back office of the platform: settings, schedules, and what ran in the background."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import (
    By,
    ChoiceFilter,
    QueryFilter,
    ReadOnlyAdminMixin,
    ScandyModelAdmin,
    ServiceAdminMixin,
    YesNoFilter,
    changed_values,
    minute,
    status_badge,
)
from apps.core.models import Job, RunState, TaskRun
from apps.core.registry import registry
from apps.sitesettings import schedules, services
from apps.sitesettings.forms import ScheduleForm, SettingsForm
from apps.sitesettings.models import KEY, ScheduledTask, SystemSettings


class UncountedMixin:
    """Of which the number says nothing."""

    def index_queryset(self, request: HttpRequest) -> None:
        """Nothing is counted for the start page."""


class FixedSetMixin(UncountedMixin):
    """Nothing is added or deleted; what there is changes."""

    actions = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SystemSettings)
class SettingsAdmin(FixedSetMixin, ServiceAdminMixin, ScandyModelAdmin):
    form = SettingsForm
    change_form_outer_after_template = "admin/sitesettings/actions.html"
    fieldsets = (
        (
            _("House"),
            {
                "fields": (
                    "system_name",
                    "new_logo",
                    "remove_logo",
                    "primary_color",
                    "label_tools",
                    "label_consumables",
                    "label_tickets",
                )
            },
        ),
        (_("Modules"), {"fields": ("features",)}),
        (
            _("Lending"),
            {
                "fields": (
                    "lending_days",
                    "opening_days",
                    "state",
                    "reminder_days",
                    "due_soon_days",
                    "inactivity_minutes",
                )
            },
        ),
        (
            _("Quiet hours and summary"),
            {
                "fields": (
                    "quiet_from",
                    "quiet_until",
                    "digest_at",
                    "week_mail",
                    "week_mail_day",
                )
            },
        ),
        (
            _("Mail"),
            {
                "fields": (
                    "mail_server",
                    "mail_port",
                    "mail_security",
                    "mail_username",
                    "mail_password",
                    "mail_default_sender",
                )
            },
        ),
        (_("Work orders"), {"fields": ("vat_percent", "hourly_rate")}),
        (_("Retention"), {"fields": ("retention_days",)}),
        (
            _("Backup"),
            {"fields": ("backup_at", "backup_daily", "backup_weekly", "backup_monthly")},
        ),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one object: its form instead of a list."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        services.store_first_settings(clock.now())
        settings_id = SystemSettings.objects.values_list("pk", flat=True).get(key=KEY)
        return redirect("admin:sitesettings_systemsettings_change", settings_id)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"settings_actions": registry.settings_actions, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def change_object(self, settings: SystemSettings, form: ModelForm, by: By) -> None:
        values = changed_values(form)
        if values.pop("remove_logo", False):
            values["logo"] = None
        if new_logo := values.pop("new_logo", None):
            values["logo"] = new_logo
        services.change_settings(values, **by)


@admin.register(ScheduledTask)
class ScheduleAdmin(FixedSetMixin, ServiceAdminMixin, ScandyModelAdmin):
    list_display = ("label", "when", "last_run", "seconds", "result")
    list_display_links = ("label",)
    ordering = ("name",)
    sortable_by = ()
    list_select_related = ("interval", "crontab")
    form = ScheduleForm
    readonly_fields = ("label", "last_run", "result")
    fieldsets = (
        (None, {"fields": ("label", "last_run", "result")}),
        (_("Runs"), {"fields": ("enabled", "every_minutes", "daily_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of the apps, without those of modules that are switched off."""
        names = [name for name, each in registry.schedules.items() if registry.is_on(each.feature)]
        return super().get_queryset(request).filter(name__in=names)

    @admin.display(description=_("Work"))
    def label(self, task: ScheduledTask) -> str:
        return schedules.label_of(task)

    @admin.display(description=_("Runs"))
    def when(self, task: ScheduledTask) -> str:
        return schedules.in_words(task)

    @admin.display(description=_("Last run"))
    def last_run(self, task: ScheduledTask) -> str | None:
        return minute(task.run.started_at) if task.run else None

    @admin.display(description=_("Seconds"))
    def seconds(self, task: ScheduledTask) -> str | None:
        return task.run and _seconds(task.run)

    @admin.display(description=_("Result"))
    def result(self, task: ScheduledTask) -> SafeString | None:
        return task.run and status_badge(RunState.of(task.run))

    def change_object(self, task: ScheduledTask, form: ModelForm, by: By) -> None:
        data = form.cleaned_data
        schedules.change_schedule(
            task.pk,
            every_minutes=data["every_minutes"],
            daily_at=data["daily_at"],
            is_enabled=data["enabled"],
            **by,
        )


class WorkFilter(QueryFilter):
    """Runs of one schedule."""

    title = _("Work")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, each.label) for name, each in registry.schedules.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(TaskRun)
class TaskRunAdmin(UncountedMixin, ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("work", "started", "seconds", "state", "result")
    list_filter = (WorkFilter, ("has_failed", YesNoFilter))
    ordering = ("-started_at",)
    sortable_by = ()
    fields = ("work", "started", "seconds", "state", "result")

    @admin.display(description=_("Work"))
    def work(self, run: TaskRun) -> str:
        return run.label

    @admin.display(description=_("Started at"))
    def started(self, run: TaskRun) -> str | None:
        return minute(run.started_at)

    @admin.display(description=_("Seconds"))
    def seconds(self, run: TaskRun) -> str:
        return _seconds(run)

    @admin.display(description=_("State"))
    def state(self, run: TaskRun) -> SafeString:
        return status_badge(RunState.of(run))


@admin.register(Job)
class JobAdmin(UncountedMixin, ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("work", "state_badge", "progress", "actor", "created", "finished")
    list_filter = (("state", ChoiceFilter),)
    ordering = ("-created_at",)
    sortable_by = ()
    list_select_related = ("actor",)
    fields = (*list_display, "attempts", "error")

    @admin.display(description=_("Work"))
    def work(self, job: Job) -> str:
        return job.label

    @admin.display(description=_("State"))
    def state_badge(self, job: Job) -> SafeString:
        return status_badge(job.state_in_words)

    @admin.display(description=_("Progress"))
    def progress(self, job: Job) -> str | None:
        return f"{job.done} / {job.total}" if job.total else None

    @admin.display(description=_("Created at"))
    def created(self, job: Job) -> str | None:
        return minute(job.created_at)

    @admin.display(description=_("Finished at"))
    def finished(self, job: Job) -> str | None:
        return minute(job.finished_at)


def _seconds(run: TaskRun) -> str:
    return "" if run.seconds is None else f"{run.seconds:.1f}".replace(".", ",")
