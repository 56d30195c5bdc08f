"""What every page shows of the house."""

from django.urls import path

from apps.sitesettings import views

app_name = "branding"
urlpatterns = [
    path("logo", views.logo, name="logo"),
    path("colors.css", views.color_sheet, name="colors"),
]
