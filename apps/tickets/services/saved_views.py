"""Views of the list that a person keeps. They are nobody else's business, so the audit does not tell of them."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.search import sort_key
from apps.tickets.models import SavedView

MOST_VIEWS = 20
LONGEST_NAME = 60
LONGEST_QUERY = 1000
NOT_KEPT = {"page", "csrfmiddlewaretoken"}


class TooManyViews(DomainError):
    """The person keeps as many views as there is room for."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("You keep as many views as possible. Please delete one first.")


@atomic
def save_view(*, name: str, query: str, is_default: bool, user: Any) -> SavedView:
    """Keep what the address of the list says; a view of the same name is replaced.

    :raises InvalidInput: there is no name, or the name or the address is too long.
    :raises TooManyViews: there is no room for another one.
    """
    name, query = " ".join(name.replace("\0", "").split()), kept_query(query)
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput({"name": [str(_("Please give a name of up to 60 characters."))]})
    if len(query) > LONGEST_QUERY:
        raise InvalidInput({"query": [str(_("These filters are too long to be kept."))]})
    mine = SavedView.objects.filter(user=user)
    view = mine.filter(sort_name=sort_key(name)).first()
    if view is None:
        if mine.count() >= MOST_VIEWS:
            raise TooManyViews
        view = SavedView(user_id=user.pk, sort_name=sort_key(name)[:LONGEST_NAME])
    if is_default:
        mine.update(is_default=False)
    view.name, view.query, view.is_default = name, query, is_default
    view.save()
    return view


@atomic
def delete_view(*, view_id: Any, user: Any) -> None:
    """Forget the view; it is no fault if it is gone already."""
    SavedView.objects.filter(user=user, pk=view_id).delete()


def kept_query(query: str) -> str:
    """The part of the list's address that a view keeps: no page, nothing empty."""
    params = QueryDict(query.removeprefix("?"), mutable=True)
    for name in list(params):
        values = [value.replace("\0", "") for value in params.getlist(name) if value]
        if name in NOT_KEPT or not values:
            del params[name]
        else:
            params.setlist(name, values)
    return params.urlencode()
