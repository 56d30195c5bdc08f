"""One's own account."""

from django.urls import path

from apps.accounts import profile_views as views

app_name = "profile"
urlpatterns = [
    path("", views.show, name="show"),
    path("/badge", views.badge, name="badge"),
    path("/email/<str:token>", views.confirm_email, name="confirm_email"),
    path("/sessions/end-others", views.end_other_sessions, name="end_other_sessions"),
    path("/sessions/<str:key>/end", views.end_session, name="end_session"),
]
