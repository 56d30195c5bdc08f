"""Demo data for those who want to look around first."""

from apps.accounts.models import User
from apps.core import clock
from apps.core.jobs import Progress, job
from apps.setup.demo.writer import Numbers, fill_for
from apps.setup.queries import DEMO_DATA

NUMBERS = Numbers(tools=200, workers=60, lendings=400, consumables=1000, tickets=300)


@job(DEMO_DATA)
def fill_demo(progress: Progress, user_id: str) -> list[str]:
    return fill_for(User.objects.get(pk=user_id), NUMBERS, now=clock.now(), report=progress.report)
