"""The WSGI door; with DANVAN_SCHEDULER=inside also where the jobs are looked after.

Only a server imports this, so that no command and no test starts the thread.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")

from danvan.config.counting import share_counts
from danvan.config.wholly import read_wholly

share_counts()  # before anything that counts is imported
application = read_wholly(get_wsgi_application())

from django.conf import settings  # noqa: E402 - once the applications are ready
from django.utils import timezone  # noqa: E402

from danvan.foundation.jobs import scheduler  # noqa: E402

if settings.DANVAN_SCHEDULER == "inside":
    scheduler.start(timezone.now)
