"""The desk's addresses."""

from django.urls import path

from apps.quickscan import views

app_name = "quickscan"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("scan", views.scan, name="scan"),
]
