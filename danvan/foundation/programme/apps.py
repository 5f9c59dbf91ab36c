from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "danvan.foundation.programme"
    label = "programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        register(programme_file)


def programme_file(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Every fault of the programme file stops the start, with its line."""
    from django.conf import settings

    from danvan.foundation.programme.loader import check_file

    path = settings.DANVAN_PROGRAMME
    return [Error(f"{path}:{fault}", id="programme.E001") for fault in check_file(path)]
