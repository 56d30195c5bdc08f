"""Pages of the setup."""

from django.urls import path

from apps.setup import views

app_name = "setup"
urlpatterns = [
    path("<str:token>", views.first_admin, name="first_admin"),
]
