"""What can be done with the setup of a new instance: begin it, walk through its steps, finish it or do without."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.services import create_first_admin
from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.jobs import enqueue
from apps.core.models import Job
from apps.core.registry import SetupStep
from apps.setup.queries import DEMO_DATA, demo_job, resume_at
from apps.sitesettings.enums import SetupState
from apps.sitesettings.models import KEY, SystemSettings
from apps.sitesettings.services import change_settings, store_first_settings

DEFAULT_USERNAME = "admin"
DEFAULT_PASSWORD = "admin123"  # noqa: S105 known to everybody: apps.accounts.backends keeps strangers out


class SetupOver(DomainError):
    """Somebody finished the setup meanwhile: its pages do not exist any more."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("Scandy is set up already.")


@atomic
def begin_setup(admin: User, *, password: str, now: datetime) -> User:
    """Create the account that runs a new instance, and open the wizard for it.

    :raises AlreadySetUp: there is an admin.
    """
    admin = create_first_admin(admin, password=password, now=now)
    store_first_settings(now)
    values = {"setup_state": SetupState.RUNNING, "setup_step": "", "setup_done": []}
    change_settings(values, actor=admin, now=now)
    return admin


@atomic
def skip_setup(*, now: datetime) -> None:
    """Do without the wizard: the well-known account runs the instance as soon as it has a password of its own.

    :raises AlreadySetUp: there is an admin who did not come this way.
    """
    store_first_settings(now)
    if SystemSettings.objects.filter(key=KEY, setup_state=SetupState.SKIPPED).exists():
        return
    admin = User(username=DEFAULT_USERNAME, must_change_password=True, has_default_password=True)
    create_first_admin(admin, password=DEFAULT_PASSWORD, now=now)
    change_settings({"setup_state": SetupState.SKIPPED}, actor=admin, now=now)


@atomic
def leave_step(
    step: SetupStep, values: dict[str, Any] | None, *, to: str, actor: User, now: datetime
) -> str:
    """Save a step and go to another one; returns the stop that was reached.

    :param values: what its form found valid; None skips the step, which is then done too.
    :param to: where to; the wizard goes no further than to the first step that is not done.
    :raises SetupOver: the setup was finished meanwhile.
    :raises InvalidInput: a value is not possible.
    """
    settings = _running()
    if values is not None:
        step.save(values, actor=actor, now=now)
    settings.setup_done = [*dict.fromkeys([*settings.setup_done, step.code])]
    settings.setup_step = to
    stop = resume_at(settings)
    progress = {"setup_step": stop, "setup_done": settings.setup_done}
    change_settings(progress, actor=actor, now=now)
    return stop


@atomic
def start_demo(*, actor: User, now: datetime) -> Job:
    """Fill in demo data in the background, once; the accounts stay as they are.

    :raises SetupOver: the setup was finished meanwhile.
    """
    settings = _running()
    job = demo_job()
    if job is not None and (not job.is_over or job.result):
        return job
    change_settings({"setup_step": resume_at(settings)}, actor=actor, now=now)  # one at a time
    return enqueue(DEMO_DATA, actor=actor, user_id=str(actor.pk))


@atomic
def finish_setup(*, actor: User, now: datetime) -> None:
    """Close the wizard for good.

    :raises SetupOver: somebody did already.
    """
    _running()
    values = {"setup_state": SetupState.FINISHED, "setup_step": ""}
    settings = change_settings(values, actor=actor, now=now)
    record("setup.finished", settings, actor=actor, at=now)


def _running() -> SystemSettings:
    """The settings as stored, not as this request read them; who writes them now waits for the others."""
    settings = SystemSettings.objects.filter(key=KEY, setup_state=SetupState.RUNNING).first()
    if settings is None:
        raise SetupOver
    return settings
