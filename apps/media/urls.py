"""Addresses of files. A file's name always has an extension, so none is called ``upload``, ``list`` or ``restore``."""

from django.urls import path

from apps.media import pages, views
from apps.media.pages import form_of

app_name = "media"
urlpatterns = [
    path("<str:kind>/<str:key>/upload", views.upload, name="upload"),
    path("<str:kind>/<str:key>/list", views.list_files, name="list"),
    path("<str:kind>/<str:key>/restore", views.restore, name="restore"),
    path("<str:kind>/<str:key>/<str:filename>/preview", views.preview, name="preview"),
    path("<str:kind>/<str:key>/<str:filename>", views.file, name="file"),
]

page_patterns = (
    [
        path("<str:kind>/<str:key>", pages.files, name="files"),
        path("<str:kind>/<str:key>/upload", form_of(views.upload), name="upload"),
        path("<str:kind>/<str:key>/restore", form_of(views.restore), name="restore"),
        path("<str:kind>/<str:key>/<str:filename>/preview", form_of(views.preview), name="preview"),
        path("<str:kind>/<str:key>/<str:filename>/remove", form_of(views.remove), name="remove"),
    ],
    "files",
)
