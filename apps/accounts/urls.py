"""Pages of the accounts."""

from django.urls import path

from apps.accounts import views
from apps.accounts.links import INVITATION, RESET

app_name = "accounts"
urlpatterns = [
    path("login", views.SignInView.as_view(), name="login"),
    path("logout", views.SignOutView.as_view(), name="logout"),
    path("reset", views.reset, name="reset"),
    path("reset/sent", views.reset_sent, name="reset_sent"),
    path("reset/<str:token>", views.choose_password, {"kind": RESET}, name="reset_link"),
    path("invitation/<str:token>", views.choose_password, {"kind": INVITATION}, name="invitation"),
    path("password", views.change_password, name="password"),
]
