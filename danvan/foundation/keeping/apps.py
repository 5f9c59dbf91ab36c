from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    name = "danvan.foundation.keeping"
    label = "keeping"
    verbose_name = _("Keeping")

    def ready(self) -> None:
        from danvan.foundation.keeping import checks  # noqa: F401 - registers them
