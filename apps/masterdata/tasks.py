"""Merging what very many things refer to: in portions, so that nobody waits for the last of them."""

from typing import Any

from apps.accounts.models import User
from apps.core import clock
from apps.core.jobs import Progress, job
from apps.core.references import reference_count
from apps.masterdata.merging import MERGE, is_large_merge, move_portion
from apps.masterdata.queries import KINDS, named
from apps.masterdata.services import merge_named


@job(MERGE)
def merge(
    progress: Progress, kind: str, loser_id: str, survivor_id: str, actor_id: str
) -> dict[str, Any]:
    """Run again after a fall, it goes on where it was: what has moved refers to the loser no more."""
    model, actor = KINDS[kind], User.objects.get(pk=actor_id)
    loser, survivor = named(model, loser_id), named(model, survivor_id)
    total, done = reference_count(loser), 0
    while is_large_merge(loser):
        done += move_portion(model, loser.pk, survivor.pk, clock.now())
        progress.report(done, total)
    merge_named(model, loser.pk, survivor.pk, actor=actor, now=clock.now())
    return {"moved": total}
