"""The project's settings without fingerprinted static files: those are not drilled."""

from danvan.config.settings import *  # noqa: F403
from danvan.config.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
