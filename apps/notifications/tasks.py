"""Sending and tidying, started by beat or by whoever put a mail into the outbox."""

from apps.core import clock
from apps.core.jobs import Progress, job
from apps.core.schedules import scheduled
from apps.notifications.delivery import deliver
from apps.notifications.diagnosis import TEST_MAIL, send_test_mail
from apps.notifications.digest import send_digests
from apps.notifications.retention import forget_old
from apps.sitesettings.queries import current


@job(TEST_MAIL)
def try_mail_settings(progress: Progress, recipient: str) -> list[str]:
    return send_test_mail(current(), recipient, clock.now(), progress.report)


@scheduled("notifications.deliver", quiet=True)
def deliver_mails() -> str:
    return f"{deliver(current(), clock.now())}"


@scheduled("notifications.send_digests", quiet=True)
def send_daily_digests() -> str:
    return f"{send_digests(current(), clock.now())}"


@scheduled("notifications.forget_old")
def forget_old_messages() -> str:
    return f"{forget_old(current(), clock.now())}"
