from django.apps import AppConfig


class SharedConfig(AppConfig):
    """What every room uses: the page, the forms, Vietnamese text, dates, numbers."""

    name = "danvan.shared"
