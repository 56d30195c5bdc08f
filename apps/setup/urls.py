"""Pages of the setup. None of them exists any more when it is finished."""

from django.urls import path

from apps.setup import views, wizard

app_name = "setup"
urlpatterns = [
    path("", views.index, name="index"),
    path("step/<slug:code>", wizard.step, name="step"),
    path("test-mail", wizard.test_mail, name="test_mail"),
    path("demo", wizard.demo, name="demo"),
    path("finish", wizard.finish, name="finish"),
    path("<str:token>", views.first_admin, name="first_admin"),
    path("<str:token>/skip", views.skip, name="skip"),
]
