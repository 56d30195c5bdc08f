"""Mounts every app's ``api.py`` under /api/."""

from django.urls import include, path

from apps.consumables import api as consumables
from apps.core import search_api
from apps.lending import api as lending
from apps.tickets import api as tickets
from apps.tools import api as tools

app_name = "api"
urlpatterns = [
    path("search", search_api.SearchView.as_view(), name="search"),
    path("", include(tools.urlpatterns)),
    path("", include(consumables.urlpatterns)),
    path("", include(lending.urlpatterns)),
    path("", include(tickets.urlpatterns)),
]
