"""Pages of the people."""

from django.urls import path

from apps.workers import views

app_name = "workers"
urlpatterns = [
    path("", views.worker_list, name="list"),
    path("<barcode:barcode>", views.worker_detail, name="detail"),
]
