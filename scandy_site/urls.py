"""The table of contents: every address of Scandy."""

from django.contrib import admin
from django.urls import include, path, register_converter

from apps.core.authority import authority_file, authority_page
from apps.core.background import cancel_job, job_file, job_page
from apps.core.converters import BarcodeConverter
from apps.core.search_views import search_box, search_page
from apps.core.views import health
from apps.media.urls import page_patterns as file_pages
from scandy_site.views import home, insights

register_converter(BarcodeConverter, "barcode")

urlpatterns = [
    path("", home, name="home"),
    path("dashboard", insights, name="insights"),
    path("health", health, name="health"),
    path("ca", authority_page, name="authority"),
    path("ca.crt", authority_file, name="authority_file"),
    path("background/<str:job_id>", job_page, name="job"),
    path("background/<str:job_id>/cancel", cancel_job, name="cancel_job"),
    path("background/<str:job_id>/file", job_file, name="job_file"),
    path("search", search_page, name="search"),
    path("search/box", search_box, name="search_box"),
    path("branding/", include("apps.sitesettings.urls")),
    path("auth/", include("apps.accounts.urls")),
    path("profile", include("apps.accounts.profile_urls")),
    path("setup/", include("apps.setup.urls")),
    path("quickscan/", include("apps.quickscan.urls")),
    path("tools/", include("apps.tools.urls")),
    path("consumables/", include("apps.consumables.urls")),
    path("lending/", include("apps.lending.urls")),
    path("workers/", include("apps.workers.urls")),
    path("tickets/", include("apps.tickets.urls")),
    path("masterdata/", include("apps.masterdata.urls")),
    path("media/", include("apps.media.urls")),
    path("reports/", include("apps.reports.urls")),
    path("files/", include(file_pages)),
    path("notifications/", include("apps.notifications.urls")),
    path("api/", include("apps.api.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "apps.core.views.bad_request"
handler403 = "apps.core.views.permission_denied"
handler404 = "apps.core.views.page_not_found"
handler500 = "apps.core.views.server_error"
