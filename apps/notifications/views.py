"""A person's own notifications and preferences; nobody sees those of others."""

from typing import Any

from bson import ObjectId
from bson.errors import InvalidId
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.decorators import admin_required
from apps.core.jobs import enqueue
from apps.core.lists import Listing
from apps.notifications import services
from apps.notifications.diagnosis import TEST_MAIL
from apps.notifications.filters import COLUMNS, NotificationFilter
from apps.notifications.forms import PreferencesForm
from apps.notifications.models import Notification
from apps.notifications.queries import notifications_of, unread_count


@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """The newest first; ``?is_read=false`` shows the unread ones alone."""
    listing = Listing(
        request.GET,
        notifications_of(request.user),
        columns=COLUMNS,
        filterset=NotificationFilter,
        default_sort="-created_at",
    )
    context = {
        "listing": listing,
        "unread_only": listing.filterset.active().get("is_read") is False,
    }
    return render(request, "notifications/list.html", context)


@require_safe
def open_notification(request: HttpRequest, notification_id: str) -> HttpResponse:
    """Go to what the notification is about; whoever does has read it."""
    notification = _own(request, notification_id)
    services.mark_read(request.user, [notification.pk])
    return redirect(notification.url or "notifications:list")


@require_POST
def read(request: HttpRequest, notification_id: str) -> HttpResponse:
    services.mark_read(request.user, [_own(request, notification_id).pk])
    return _back_to_list(request)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_read(request.user)
    return _back_to_list(request)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.set_preferences(request.user, form.channels)
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


@admin_required
@require_POST
def send_test_mail(request: HttpRequest) -> HttpResponse:
    """Try the mail settings in the background; the job's page tells step by step what works."""
    if not request.user.email:
        messages.error(request, _("Your account has no mail address to which the test could go."))
        return redirect("admin:sitesettings_systemsettings_changelist")
    job = enqueue(TEST_MAIL, actor=request.user, recipient=request.user.email)
    return redirect("job", job.pk)


def _own(request: HttpRequest, notification_id: str) -> Notification:
    """
    :raises Http404: there is none, or it belongs to somebody else.
    """
    try:
        return notifications_of(request.user).get(pk=ObjectId(notification_id))
    except (InvalidId, Notification.DoesNotExist) as error:
        raise Http404 from error


def _back_to_list(request: HttpRequest) -> HttpResponse:
    """To the list as it was shown: all of it, or the unread ones."""
    only_unread = request.POST.get("is_read") == "false"
    response: Any = redirect("notifications:list")
    if only_unread and unread_count(request.user):
        response["Location"] += "?is_read=false"
    return response
