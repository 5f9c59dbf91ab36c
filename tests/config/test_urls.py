"""Doors that only developers find."""

import runpy

from danvan.config import urls


def doors() -> set[str]:
    """As they are read anew under the settings of the moment."""
    read = runpy.run_path(urls.__file__)["urlpatterns"]
    return {str(entry.pattern) for entry in read}


def test_the_gallery_is_there_for_developers_only(settings):
    settings.DEBUG = False
    served = doors()
    settings.DEBUG = True

    assert doors() - served == {"gallery/"}
