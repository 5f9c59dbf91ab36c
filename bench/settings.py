"""The project's settings on a scratch database, and one bare page more."""

from danvan.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["testserver"]
