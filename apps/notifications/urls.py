"""What people were told, and how they want to be told."""

from django.urls import path

from apps.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notification_list, name="list"),
    path("read", views.read_all, name="read_all"),
    path("preferences", views.preferences, name="preferences"),
    path("test-mail", views.send_test_mail, name="test_mail"),
    path("<str:notification_id>", views.open_notification, name="open"),
    path("<str:notification_id>/read", views.read, name="read"),
]
