"""Pages of the tools."""

from django.urls import path

from apps.tools import views

app_name = "tools"
urlpatterns = [
    path("", views.tool_list, name="list"),
    path("<barcode:barcode>", views.tool_detail, name="detail"),
]
