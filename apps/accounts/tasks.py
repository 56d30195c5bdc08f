"""Work that people do not wait for."""

from django.core.cache import cache

from apps.accounts import lockout, passwords, sessions
from apps.core import clock
from apps.core.jobs import Progress, job
from apps.core.schedules import scheduled

ONE_MAIL_PER_SECONDS = 300


@job("accounts.send_reset_links")
def send_reset_links(progress: Progress, user_ids: list[str], base_url: str) -> None:
    """Nobody's mailbox is flooded: who has just got a link gets no other."""
    for user_id in user_ids:
        if not cache.add(f"accounts.reset:{user_id}", 1, ONE_MAIL_PER_SECONDS):
            continue
        passwords.send_reset_link(user_id, base_url=base_url, now=clock.now())


@scheduled("accounts.forget_old")
def forget_old_sign_ins() -> str:
    now = clock.now()
    return f"{sessions.forget_old(now) + lockout.forget_old(now)}"
