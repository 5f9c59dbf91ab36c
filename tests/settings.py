"""The project's settings with a throw-away data folder and quick passwords."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

SCRATCH = Path(tempfile.mkdtemp(prefix="danvan-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
(SCRATCH / "static").mkdir()  # WhiteNoise warns where there is none
os.environ |= {"DANVAN_DATA": str(SCRATCH), "DANVAN_DEMO": "0"}
# A busy machine may take long over what a person would not wait for.
os.environ |= {"DANVAN_DB_STATEMENT_TIMEOUT": "0", "DANVAN_DB_LOCK_TIMEOUT": "60"}
for name in ("DANVAN_PRODUCTION", "DANVAN_DEBUG", "DANVAN_PROGRAMME"):
    os.environ.pop(name, None)

from danvan.config.settings import *  # noqa: E402, F403 - after the environment
from danvan.config.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "tests.flushing"]

# A file, because the live server's thread and the test share it.
database: dict[str, Any] = DATABASES["default"]
if database["ENGINE"].endswith("sqlite3"):
    database["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
database.get("OPTIONS", {}).pop("pool", None)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
DANVAN_LIMITS_SHARE = 0  # whoever tests a page a hundred times is no flood
