from django.apps import AppConfig


class ProbeConfig(AppConfig):
    name = "scandy_site.tests.probe"
