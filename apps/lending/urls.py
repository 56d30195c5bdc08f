"""Pages of lending."""

from django.urls import path

from apps.lending import views

app_name = "lending"
urlpatterns = [
    path("", views.lending_list, name="list"),
]
