"""What an admin decides for the whole house; one document in the collection ``settings``."""

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask
from django_mongodb_backend.fields import ArrayField

from apps.core.models import TaskRun, TimeStamped
from apps.core.registry import registry
from apps.core.secrets import decrypt
from apps.sitesettings.colors import validate_color
from apps.sitesettings.enums import Feature, MailSecurity, SetupState, State, Weekday
from apps.sitesettings.rules import OpeningCalendar

KEY = "main"
LATEST_REMINDER = 365  # days after the due date


def _between(lowest: int, highest: int) -> list:
    return [MinValueValidator(lowest), MaxValueValidator(highest)]


class ScheduledTask(PeriodicTask):
    """A schedule of beat under our name and permissions. Changed through ``sitesettings.schedules``."""

    class Meta:
        proxy = True
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        default_permissions = ("view", "change")

    def __str__(self):
        schedule = registry.schedules.get(self.name)
        return str(schedule.label) if schedule else self.name

    @property
    def run(self) -> TaskRun | None:
        """Its newest run, as the back office sets it for a whole page."""
        return self.__dict__.get("newest_run")


class SystemSettings(TimeStamped):
    """The settings of this instance. Read through ``sitesettings.queries.current()``."""

    key = models.CharField(max_length=10, unique=True, default=KEY, editable=False)

    system_name = models.CharField(_("name of the system"), max_length=60, default="Scandy")
    logo = models.BinaryField(_("logo"), null=True, blank=True, editable=False)
    logo_type = models.CharField(max_length=20, blank=True, editable=False)
    primary_color = models.CharField(
        _("main color"),
        max_length=7,
        blank=True,
        validators=[validate_color],
        help_text=_("Empty: Scandy's own."),
    )
    label_tools = models.CharField(_("label of the tools"), max_length=30, blank=True)
    label_consumables = models.CharField(_("label of the consumables"), max_length=30, blank=True)
    label_tickets = models.CharField(_("label of the tickets"), max_length=30, blank=True)

    features = ArrayField(
        models.CharField(max_length=30, choices=Feature.choices),
        verbose_name=_("switched on"),
        default=list,
        blank=True,
    )

    lending_days = models.PositiveSmallIntegerField(
        _("lending period in days"), default=14, validators=_between(1, 365)
    )
    opening_days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices),
        verbose_name=_("opening days"),
        default=list,
    )
    state = models.CharField(
        _("federal state"),
        max_length=2,
        choices=State.choices,
        blank=True,
        help_text=_("Its holidays count as closed days."),
    )
    inactivity_minutes = models.PositiveSmallIntegerField(
        _("sign out after minutes without activity"), default=60, validators=_between(5, 1440)
    )

    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("remind after days"),
        default=list,
        blank=True,
        help_text=_("Days after the due date, for example 0, 3, 7."),
    )
    due_soon_days = models.PositiveSmallIntegerField(
        _("remind before, days"), default=1, validators=_between(0, 30)
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    digest_at = models.TimeField(_("daily summary at"), default=time(7))

    week_mail = models.BooleanField(
        _("weekly summary by mail"),
        default=True,
        help_text=_("“Your week”, to employees who chose it among their notifications."),
    )
    week_mail_day = models.PositiveSmallIntegerField(
        _("weekly summary on"), choices=Weekday.choices, default=Weekday.MONDAY
    )

    mail_server = models.CharField(_("mail server"), max_length=200, blank=True)
    mail_port = models.PositiveIntegerField(_("port"), default=587, validators=_between(1, 65535))
    mail_security = models.CharField(
        _("encryption"), max_length=10, choices=MailSecurity.choices, default=MailSecurity.STARTTLS
    )
    mail_username = models.CharField(_("username"), max_length=200, blank=True)
    mail_password_encrypted = models.TextField(blank=True, editable=False)
    mail_default_sender = models.EmailField(_("sender"), blank=True)

    vat_percent = models.DecimalField(
        _("VAT in percent"),
        max_digits=4,
        decimal_places=2,
        default=19,
        validators=_between(0, 100),
    )
    hourly_rate = models.DecimalField(
        _("hourly rate in euros"),
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=_between(0, 9999),
        help_text=_("What an hour of work on an order costs, unless a line says otherwise."),
    )
    retention_days = models.PositiveIntegerField(
        _("keep mails and notices for days"), default=365, validators=_between(30, 3650)
    )
    backup_at = models.TimeField(_("daily backup at"), default=time(2))
    backup_daily = models.PositiveSmallIntegerField(
        _("daily backups to keep"), default=7, validators=_between(1, 90)
    )
    backup_weekly = models.PositiveSmallIntegerField(
        _("weekly backups to keep"), default=4, validators=_between(0, 60)
    )
    backup_monthly = models.PositiveSmallIntegerField(
        _("monthly backups to keep"), default=12, validators=_between(0, 60)
    )

    setup_state = models.CharField(
        max_length=10, choices=SetupState.choices, default=SetupState.WAITING, editable=False
    )
    setup_step = models.CharField(max_length=40, blank=True, editable=False)
    setup_done = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, editable=False
    )

    class Meta:
        db_table = "settings"
        verbose_name = _("settings")
        verbose_name_plural = _("settings")
        default_permissions = ("view", "change")

    def __str__(self):
        return self.system_name

    @property
    def can_send_mail(self) -> bool:
        """Whether the house has named a mail server and a sender; until then mails wait."""
        return bool(self.mail_server and self.mail_default_sender)

    def clean(self) -> None:
        self.reminder_days = sorted(set(self.reminder_days))
        if self.reminder_days and self.reminder_days[-1] > LATEST_REMINDER:
            raise ValidationError({"reminder_days": _("The last reminder comes after a year.")})
        if not self.opening_days:
            raise ValidationError(
                {"opening_days": _("The house must be open on at least one day.")}
            )
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValidationError(
                {"quiet_until": _("Please give both ends of the quiet hours, or none.")}
            )

    @property
    def calendar(self) -> OpeningCalendar:
        return OpeningCalendar(frozenset(self.opening_days), self.state)

    @property
    def mail_password(self) -> str:
        """
        :raises SecretUnreadable: it was stored under another SECRET_KEY.
        """
        return decrypt(self.mail_password_encrypted)

    def is_on(self, feature: str) -> bool:
        return feature in self.features
