"""A module that is switched off does not exist: its pages, its part of the back office and its API are 404."""

from django.http import Http404, HttpRequest, HttpResponse

from apps.core.registry import registry
from apps.sitesettings.queries import feature_enabled


class FeatureMiddleware:
    """Refuses views of apps whose module is switched off, by the app that the view belongs to."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """
        :raises Http404: the module is off.
        """
        for label in _app_labels(request, view):
            feature = registry.features.get(label)
            if feature and not feature_enabled(feature.code):
                raise Http404


def _app_labels(request: HttpRequest, view) -> list[str]:
    """The app of the view's module, and of the model that an admin page is about (``tickets_ticket_change``)."""
    module = getattr(view, "view_class", getattr(view, "cls", view)).__module__
    labels = [part for part in module.split(".") if part in registry.features]
    match = request.resolver_match
    if match.app_name == "admin" and match.url_name:
        labels += [label for label in registry.features if match.url_name.startswith(f"{label}_")]
    return labels
