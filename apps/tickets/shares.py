"""What was shared with whom: guardian's permissions on single tickets, read and written without its joins."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from guardian.models import UserObjectPermission

from apps.tickets import rules
from apps.tickets.enums import Share
from apps.tickets.models import Ticket

CODENAMES = {Share.VIEW: "view_ticket", Share.CHANGE: "change_ticket"}


def is_shared(user: Any, ticket: Ticket, *codenames: str) -> bool:
    """Whether somebody gave the person one of the permissions on this ticket; participants get none."""
    if not rules.is_worker(user) or user.pk not in ticket.shared_with:
        return False
    permissions = _permissions()
    wanted = [permissions[codename] for codename in codenames]
    return _shares(ticket).filter(user=user, permission__in=wanted).exists()


def shares_of(ticket: Ticket) -> dict[Any, Share]:
    """What was shared with whom, by the person's id; who may edit may read, too."""
    words = {_permissions()[codename]: share for share, codename in CODENAMES.items()}
    found: dict[Any, Share] = {}
    shares = _shares(ticket).filter(user__in=ticket.shared_with)
    for user_id, permission_id in shares.values_list("user_id", "permission_id"):
        if share := words.get(permission_id):
            found[user_id] = Share.CHANGE if Share.CHANGE in {share, found.get(user_id)} else share
    return found


def set_share(ticket: Ticket, user: Any, share: Share | None) -> None:
    """Replace what the person has on the ticket; None takes it away."""
    _shares(ticket).filter(user=user).delete()
    if share is not None:
        UserObjectPermission.objects.create(
            user=user,
            permission_id=_permissions()[CODENAMES[share]],
            content_type=_content_type(),
            object_pk=str(ticket.pk),
        )


def forget(ticket: Ticket) -> None:
    """Delete the shares of a ticket that is deleted for good."""
    _shares(ticket).filter(user__in=ticket.shared_with).delete()


def _shares(ticket: Ticket) -> Any:
    return UserObjectPermission.objects.filter(
        content_type=_content_type(), object_pk=str(ticket.pk)
    )


def _content_type() -> ContentType:
    return ContentType.objects.get_for_model(Ticket)


def _permissions() -> dict[str, Any]:
    """The ids of the permissions, by codename."""
    found = Permission.objects.filter(content_type=_content_type(), codename__in=CODENAMES.values())
    return dict(found.values_list("codename", "pk"))


def shown(ticket: Ticket) -> list[dict[str, Any]]:
    """With whom the ticket is shared, for its page."""
    found = shares_of(ticket) if ticket.shared_with else {}
    people = [person for person in ticket.shared_people if person.pk in found]
    return [{"person": person, "share": found[person.pk]} for person in people]
