"""Where the setup wizard stands."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.models import Job
from apps.core.registry import SetupStep, registry
from apps.sitesettings.enums import SetupState
from apps.sitesettings.models import SystemSettings
from apps.sitesettings.queries import current

ACCOUNT, FINISH = "account", "finish"  # the two ends of the way, which no app registers
DEMO_DATA = "setup.fill_demo"  # the background job
PERMISSION = "sitesettings.change_systemsettings"


@dataclass(frozen=True)
class Stop:
    """One stop on the way: ``state`` is done, current, open or closed (not reached yet)."""

    code: str
    label: Any
    icon: str
    state: str


def is_running() -> bool:
    """Whether the wizard is open: the first admin has an account and has not finished."""
    return current().setup_state == SetupState.RUNNING


def leads(user: Any) -> bool:
    """Whether the wizard waits for this person."""
    return is_running() and user.has_perm(PERMISSION)


def reachable(settings: SystemSettings) -> list[str]:
    """The stops that may be visited: what is done, and the first that is not."""
    codes = [step.code for step in registry.steps_of_setup()]
    done = [code for code in codes if code in settings.setup_done]
    missing = [code for code in codes if code not in settings.setup_done]
    return [*done, missing[0] if missing else FINISH]


def resume_at(settings: SystemSettings) -> str:
    """The stop where the admin was; the first open one when it is gone."""
    stops = reachable(settings)
    return settings.setup_step if settings.setup_step in stops else stops[-1]


def neighbors(code: str) -> tuple[str, str]:
    """The stops before and after this one; empty before the first."""
    codes = ["", *(step.code for step in registry.steps_of_setup()), FINISH, FINISH]
    place = codes.index(code)
    return codes[place - 1], codes[place + 1]


def way(settings: SystemSettings, at: str) -> list[Stop]:
    """All stops in order, as somebody sees them who stands at one."""
    open_codes = reachable(settings)

    def state(code: str) -> str:
        if code == at:
            return "current"
        if code in settings.setup_done:
            return "done"
        return "open" if code in open_codes else "closed"

    steps: list[SetupStep] = registry.steps_of_setup()
    return [
        Stop(ACCOUNT, _("Account"), "user-round", "current" if at == ACCOUNT else "done"),
        *(Stop(step.code, step.label, step.icon, state(step.code)) for step in steps),
        Stop(FINISH, pgettext_lazy("setup", "Start"), "flag", state(FINISH)),
    ]


def hint_for(user: Any) -> dict[str, Any] | None:
    """What the start page reminds an admin of: at which stop the wizard waits, and how many there are."""
    if not leads(user):
        return None
    stops = way(current(), resume_at(current()))
    number = next(i for i, stop in enumerate(stops, start=1) if stop.state == "current")
    return {"stop": stops[number - 1], "number": number, "count": len(stops)}


def landing_for(user: Any) -> str:
    """Where an admin goes after signing in, while the wizard waits."""
    return reverse("setup:index") if leads(user) else ""


def demo_job() -> Job | None:
    """The newest job that fills in demo data."""
    return Job.objects.filter(name=DEMO_DATA).order_by("-created_at").first()
