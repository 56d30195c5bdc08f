"""Pages of the reports."""

from django.urls import path

from apps.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("saved/<str:saved_id>", views.saved_page, name="saved"),
    path("saved/<str:saved_id>/delete", views.delete_saved, name="delete_saved"),
    path("<slug:code>", views.report_page, name="report"),
    path("<slug:code>/export", views.export, name="export"),
    path("<slug:code>/pdf", views.pdf, name="pdf"),
    path("<slug:code>/save", views.save, name="save"),
]
