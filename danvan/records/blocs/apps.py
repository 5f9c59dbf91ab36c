from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocsConfig(AppConfig):
    name = "danvan.records.blocs"
    label = "blocs"
    verbose_name = _("Blocs")
