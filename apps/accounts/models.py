"""User accounts, and where each is signed in."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from apps.accounts import roles
from apps.accounts.enums import (
    ACTIVE,
    EMPLOYEE_ROLES,
    EXPIRED,
    INACTIVE,
    INVITED,
    AccountState,
    Role,
)
from apps.core.lists import SearchableQuerySet
from apps.core.models import Searchable
from apps.core.registry import registry


class UserQuerySet(SearchableQuerySet):
    def usable(self, now: datetime) -> "UserQuerySet":
        """Accounts that are switched on and have not expired."""
        lasting = models.Q(expires_at=None) | models.Q(expires_at__gte=now)
        return self.filter(lasting, is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username: str) -> "User":
        """The account that a person means who types this name, whatever the case."""
        return self.get(username=normalize_username(username))


class User(AbstractBaseUser, Searchable):
    """An account to sign in with. What it may do follows from its role alone (apps.accounts.roles)."""

    username = models.CharField(
        _("username"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("An account with this username exists already.")},
    )
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.STANDARD_USER
    )
    department = models.ForeignKey(
        "masterdata.Department",
        models.PROTECT,
        verbose_name=_("department"),
        null=True,
        blank=True,
        related_name="+",
    )
    groups = models.ManyToManyField(Group, verbose_name=_("groups"), editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    must_change_password = models.BooleanField(
        _("must change the password"), default=False, editable=False
    )
    has_default_password = models.BooleanField(default=False, editable=False)
    new_email = models.EmailField(_("e-mail to be confirmed"), blank=True, editable=False)
    security_stamp = models.CharField(max_length=32, blank=True, editable=False)
    ended_sessions = ArrayField(models.CharField(max_length=32), default=list, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    updated_at = models.DateTimeField(_("changed at"), editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "users"
        verbose_name = _("user")
        verbose_name_plural = _("users")
        default_permissions = ("view", "add", "change")
        permissions = [("use_back_office", "Can use the back office")]
        indexes = [
            models.Index(fields=["role", "is_active"], name="user_role_active"),
            models.Index(fields=["sort_name", "id"], name="user_sort"),
            models.Index(fields=["search_terms", "sort_name", "id"], name="user_search"),
            models.Index(fields=["email"], name="user_email"),
        ]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username

    def get_short_name(self) -> str:
        return self.first_name or self.username

    def clean(self) -> None:
        self.username = normalize_username(self.username)
        self.email = self.email.strip().lower()

    def search_texts(self) -> tuple[str, ...]:
        return (self.first_name, self.last_name, self.username)

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at < now

    def is_usable(self, now: datetime) -> bool:
        """Whether the account opens anything at the moment."""
        return self.is_active and not self.is_expired(now)

    def state(self, now: datetime) -> AccountState:
        """What the badge says."""
        if not self.is_active:
            return INACTIVE
        if self.is_expired(now):
            return EXPIRED
        return ACTIVE if self.has_usable_password() else INVITED

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin lets the person in."""
        return self.has_perm("accounts.use_back_office")

    @property
    def is_superuser(self) -> bool:
        """Nobody goes past the table of roles."""
        return False

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def is_employee(self) -> bool:
        """Employee or above."""
        return self.role in EMPLOYEE_ROLES

    @property
    def is_participant(self) -> bool:
        return self.role == Role.PARTICIPANT

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password, the role and the stamp under which they began."""
        return salted_hmac(
            "apps.accounts.session",
            f"{self.password} {self.role} {self.security_stamp}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """What the role allows; with an object also what the rules of its app say of this one."""
        allowed = self.is_active and roles.allows(self.role, perm)
        return allowed and (obj is None or registry.allows_object(self, perm, obj))

    def has_perms(self, perm_list: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and roles.allows_app(self.role, app_label)


class UserSession(models.Model):
    """One place where somebody is signed in, as its owner sees it. That it is over stands at the account."""

    key = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    device = models.CharField(_("device"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    started_at = models.DateTimeField(_("signed in at"))
    seen_at = models.DateTimeField(_("last seen at"))

    class Meta:
        db_table = "user_sessions"
        default_permissions = ()
        indexes = [models.Index(fields=["seen_at"], name="user_session_seen")]

    def __str__(self) -> str:
        return f"{self.device} {self.address}"


def normalize_username(username: str) -> str:
    """Usernames are compared without case and surrounding blanks."""
    return User.normalize_username(username).strip().lower()
