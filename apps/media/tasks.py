"""What happens to files in the background: small pictures, and the end of what nobody needs."""

from apps.core import clock
from apps.core.jobs import Progress, job
from apps.core.schedules import scheduled
from apps.media.services import cleaning, thumbnails


@job("media.make_thumbnail")
def make_thumbnail(progress: Progress, attachment_id: str) -> None:
    thumbnails.add_thumbnail(attachment_id, now=clock.now())


@job("media.delete_loose_files")
def delete_loose_files(progress: Progress) -> None:
    cleaning.delete_loose_files(clock.now())


@scheduled("media.purge")
def purge() -> str:
    return f"{cleaning.purge(clock.now())}"
