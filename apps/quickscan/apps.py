from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuickscanConfig(AppConfig):
    name = "apps.quickscan"
    verbose_name = _("QuickScan")
