"""A module that is switched off does not exist: its pages, its part of the back office and its API are 404."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse

from apps.core.registry import registry


class FeatureMiddleware:
    """Refuses views of apps whose module is switched off, by the app that the view belongs to."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """
        :raises Http404: the module is off.
        """
        if not all(registry.app_is_on(label) for label in _app_labels(view)):
            raise Http404


def _app_labels(view: Callable) -> Iterator[str]:
    """The app in which the view stands, and for a page of the back office the one whose things it shows."""
    module = getattr(view, "view_class", getattr(view, "cls", view)).__module__
    config = apps.get_containing_app_config(module)
    if config is not None:
        yield config.label
    admin = getattr(view, "model_admin", None)
    if admin is not None:
        yield admin.opts.app_label
