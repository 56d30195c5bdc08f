"""Logo and colors of the house, for every page, also before somebody signed in.

Pages name them with the settings' version, so browsers keep them for good and still see a change at once.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.sitesettings import colors, queries

KEPT_SECONDS = 31_536_000


@login_not_required
@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS, immutable=True)
def logo(request: HttpRequest) -> HttpResponse:
    found = queries.logo()
    if found is None:
        raise Http404
    content, media_type = found
    return HttpResponse(bytes(content), content_type=media_type)


@login_not_required
@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS, immutable=True)
def color_sheet(request: HttpRequest) -> HttpResponse:
    """The theme's main color, replaced by the house's."""
    color = queries.current().primary_color
    context = {
        "light": colors.light_palette(color) if color else {},
        "dark": colors.dark_palette(color) if color else {},
    }
    return render(request, "branding.css", context, content_type="text/css")
