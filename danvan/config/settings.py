"""One settings file; what differs between places comes from the environment.

Every variable is described in docs/operations.md.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from danvan.config import env, logs, production

BASE = Path(__file__).resolve().parents[2]
DATA = Path(env.text("DANVAN_DATA", str(BASE / "var"))).resolve()

PRODUCTION = env.boolean("DANVAN_PRODUCTION", False)
DEBUG = env.boolean("DANVAN_DEBUG", False)
DANVAN_DEMO = env.boolean("DANVAN_DEMO", not PRODUCTION)
DANVAN_PROGRAMME = Path(
    env.text("DANVAN_PROGRAMME", str(BASE / "programmes/bac_kan_2023_2025.toml"))
)

SEAL_KEYS = env.listed("SEAL_KEY")
DANVAN_PROXIES = env.count("DANVAN_PROXIES", 0)
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DANVAN_ADDRESS = env.web_address("DANVAN_ADDRESS", "http://localhost:8000")
DANVAN_METRICS_TOKEN = env.text("DANVAN_METRICS_TOKEN")
if PRODUCTION:
    production.refuse_to_start(
        secret_key=env.text("SECRET_KEY"),
        seal_keys=SEAL_KEYS,
        allowed_hosts=ALLOWED_HOSTS,
        address=DANVAN_ADDRESS,
        is_demo=DANVAN_DEMO,
        is_debug=DEBUG,
        metrics_token=DANVAN_METRICS_TOKEN,
        data=DATA,
    )
SECRET_KEY = env.secret_key(DATA)

INSTALLED_APPS = [
    "danvan.shared",
    "danvan.foundation.audit",
    "danvan.foundation.units",
    "danvan.foundation.access",
    "danvan.foundation.journal",
    "danvan.foundation.programme",
    "danvan.foundation.documents",
    "danvan.foundation.notices",
    "danvan.foundation.jobs",
    "danvan.foundation.identity",
    "danvan.foundation.deadlines",
    "danvan.foundation.keeping",
    "danvan.records.blocs",
    "danvan.records.roster",
    "danvan.records.villages",
    "danvan.records.activities",
    "danvan.records.matters",
    "danvan.records.plans",
    "danvan.records.meetings",
    "danvan.records.budget",
    "danvan.records.movements",
    "danvan.results.scorecard",
    "danvan.results.agenda",
    "danvan.results.personal",
    "danvan.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "danvan.config.watching.watch",
    "django.middleware.security.SecurityMiddleware",
    "danvan.shared.headers.careful",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "danvan.shared.middleware.readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "danvan.shared.limits.LimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "danvan.config.middleware.clock",
    "danvan.config.middleware.address",
    "danvan.config.middleware.whence",
    "danvan.config.middleware.read_only_get",
    "danvan.foundation.access.guard.DeclaredPermissionMiddleware",
    "danvan.foundation.identity.guard.FirstStepsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "danvan.config.watching.note_view",
]

ROOT_URLCONF = "danvan.config.urls"
WSGI_APPLICATION = "danvan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "danvan.config.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "danvan.shared.forms.Renderer"

DATABASES = {"default": env.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "identity:sign_in"
LOGIN_REDIRECT_URL = "agenda:today"
LOGOUT_REDIRECT_URL = "identity:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "danvan.foundation.identity.habits.HabitValidator"},
    {
        "NAME": "django.contrib.auth.password_validation"
        ".UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
]

MAILERS = env.mailers()
SILENCED_SYSTEM_CHECKS = ["mail.W001"]  # without EMAIL_HOST mail is off, and said so
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "dan-van@localhost")
DANVAN_FEED = "agenda:feed"

# "inside": a thread of the server looks for due jobs; "off": bin/danvan worker does.
DANVAN_SCHEDULER = env.choice("DANVAN_SCHEDULER", "off", {"inside", "off"})
DANVAN_JOBS: list[dict[str, Any]] = [
    {
        "name": "audit.link",
        "title": _("Chain the newest entries of the log"),
        "call": "danvan.foundation.audit.linking.link",
        "every": 1,
    },
    {
        "name": "audit.anchor",
        "title": _("Write the end of the log's chain to the server's log"),
        "call": "danvan.foundation.audit.linking.anchor",
        "daily": "00:30",
    },
    {
        "name": "audit.forget",
        "title": _("Forget addresses and browsers after 90 days"),
        "call": "danvan.foundation.audit.origin.forget",
        "daily": "02:10",
    },
    {
        "name": "deadlines.climb",
        "title": _("Bring overdue things to the levels above"),
        "call": "danvan.foundation.deadlines.actions.climb",
        "daily": "05:30",
    },
    {
        "name": "meetings.reconcile",
        "title": _("Bring deadlines of dialogues in line with their records"),
        "call": "danvan.records.meetings.actions.reconcile",
        "daily": "05:00",
    },
    {
        "name": "digest",
        "title": _("Send the mail of the day"),
        "call": "danvan.results.agenda.digest.send_digests",
        "daily": "07:00",
    },
    {
        "name": "alerts",
        "title": _("Tell of new hot spots at once"),
        "call": "danvan.results.agenda.alerts.send_alerts",
        "every": 5,
    },
    {
        "name": "matters.erase_seals",
        "title": _("Erase the names whose day has come"),
        "call": "danvan.records.matters.actions.erase_seals",
        "daily": "02:00",
    },
    {
        "name": "documents.sweep",
        "title": _("Clear away files that no record names"),
        "call": "danvan.foundation.documents.actions.sweep",
        "daily": "02:30",
    },
    {
        "name": "identity.forget",
        "title": _("Forget attempts to sign in and sessions that are over"),
        "call": "danvan.foundation.identity.actions.forget",
        "daily": "02:20",
    },
    {
        "name": "notices.forget",
        "title": _("Forget old mails and calendar addresses of closed accounts"),
        "call": "danvan.foundation.notices.actions.forget",
        "daily": "02:25",
    },
    {
        "name": "blocs.forget",
        "title": _("Erase what is no longer needed of members who left long ago"),
        "call": "danvan.records.blocs.actions.forget_members",
        "daily": "02:35",
    },
    {
        "name": "personal.erase_accounts",
        "title": _("Erase the data of accounts closed long ago"),
        "call": "danvan.results.personal.actions.erase_accounts",
        "daily": "02:40",
    },
    {
        "name": "jobs.forget",
        "title": _("Forget what jobs did more than 30 days ago"),
        "call": "danvan.foundation.jobs.actions.forget",
        "daily": "02:15",
    },
]

# How long personal data stays once its purpose is over; docs/operations.md says why.
DANVAN_KEEP = {
    "account": timedelta(days=365 * env.positive("DANVAN_KEEP_ACCOUNTS", 2)),
    "member": timedelta(days=365 * env.positive("DANVAN_KEEP_MEMBERS", 5)),
    "mail": timedelta(days=30 * env.positive("DANVAN_KEEP_MAILS", 12)),
}
# Kind of record, or room, → how the log tells of it.
DANVAN_TELLINGS = {
    "access.user": "danvan.foundation.access.telling.TELLING",
    "access.grant": "danvan.foundation.access.telling.TELLING",
    "notices": "danvan.foundation.access.telling.TELLING",
    "units.unit": "danvan.foundation.access.telling.UNITS",
    "units.village": "danvan.records.villages.change_views.TELLING",
    "deadlines.clock": "danvan.foundation.deadlines.history.TELLING",
    "deadlines.calendarday": "danvan.foundation.deadlines.history.TELLING",
    "blocs.bloc": "danvan.records.blocs.telling.TELLING",
    "blocs.seat": "danvan.records.blocs.telling.TELLING",
    "blocs.regulation": "danvan.records.blocs.telling.TELLING",
    "blocs.duty": "danvan.records.blocs.telling.TELLING",
    "blocs": "danvan.records.blocs.telling.TELLING",
    "activities.activity": "danvan.records.activities.wording.TELLING",
    "activities.directive": "danvan.records.activities.wording.DIRECTIVES",
    "activities.audience": "danvan.records.activities.wording.DIRECTIVES",
    "matters.matter": "danvan.records.matters.wording.MATTER",
    "matters.commitment": "danvan.records.matters.wording.TELLING",
    "matters": "danvan.records.matters.wording.MATTER",
    "plans.plan": "danvan.records.plans.wording.TELLING",
    "plans.task": "danvan.records.plans.wording.TELLING",
    "plans.responsibility": "danvan.records.plans.wording.TELLING",
    "meetings.minutes": "danvan.records.meetings.wording.TELLING",
    "meetings.dialogue": "danvan.records.meetings.wording.TELLING",
    "meetings.conclusion": "danvan.records.meetings.wording.TELLING",
    "meetings": "danvan.records.meetings.wording.TELLING",
    "budget.line": "danvan.records.budget.wording.TELLING",
    "budget.expense": "danvan.records.budget.wording.TELLING",
    "movements.result": "danvan.records.movements.wording.TELLING",
    "movements.team": "danvan.records.movements.wording.TELLING",
    "movements": "danvan.records.movements.wording.TELLING",
}
# Edit that may be taken back from the log → the room's own act that does it:
# act(record, values, version=, by=, at=).
DANVAN_UNDO = {
    "amend_activity": "danvan.records.activities.actions.amend_activity",
    "amend_duty": "danvan.records.blocs.actions.amend_duty",
    "amend_line": "danvan.records.budget.actions.amend_line",
    "amend_matter": "danvan.records.matters.actions.amend_matter",
    "amend_plan": "danvan.records.plans.actions.amend_plan",
    "amend_result": "danvan.records.movements.actions.amend_result",
    "amend_task": "danvan.records.plans.actions.amend_task",
    "amend_team": "danvan.records.movements.actions.amend_team",
    "correct_bloc": "danvan.records.blocs.actions.correct_bloc",
    "correct_regulation": "danvan.records.blocs.actions.correct_regulation",
    "correct_seat": "danvan.records.blocs.actions.correct_seat",
}

# At once, and how many more each minute; "visit" and "feed" count for whoever is not
# signed in, by address and by calendar, the others for each account.
DANVAN_LIMITS = {
    "visit": (300, 300),
    "feed": (10, 10),
    "search": (60, 60),
    "export": (20, 20),
    "check": (20, 10),
}
DANVAN_LIMITS_SHARE = env.integer("DANVAN_LIMITS_SHARE", 100)
DANVAN_LIMITED = {
    "agenda:feed": "feed",
    "deadlines:calendar_import": "check",
    "meetings:word": "export",
    "roster:apply": "check",
    "roster:check": "check",
    "roster:export": "export",
    "roster:index": "check",
    "roster:marked": "check",
    "roster:template": "export",
    "scorecard:export": "export",
}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DANVAN_JOBS.append(
        {
            "name": "keeping.check_database",
            "title": _("Examine the database"),
            "call": "danvan.foundation.keeping.schedule.check_database",
            "daily": "03:00",
        }
    )

# Where the backup of every night goes; empty: none is made.
DANVAN_BACKUP_DIR = env.folder("DANVAN_BACKUP_DIR")
DANVAN_BACKUP_RECIPIENTS = env.listed("DANVAN_BACKUP_RECIPIENTS")
DANVAN_BACKUP_KEEP = env.naturals("DANVAN_BACKUP_KEEP", "7,4,12", count=3)
if DANVAN_BACKUP_DIR:
    DANVAN_JOBS.append(
        {
            "name": "keeping.backup",
            "title": _("Back up database and files"),
            "call": "danvan.foundation.keeping.schedule.back_up",
            "daily": "01:30",
        }
    )
# What the page of jobs says first, and what two equal databases compute alike.
DANVAN_JOB_NOTICES = ["danvan.foundation.keeping.schedule.notice"]
DANVAN_PROOFS = ["danvan.results.scorecard.proving.scorecards"]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "danvan.foundation.documents.durable.DurableStorage"},
    "staticfiles": {"BACKEND": "danvan.shared.bundle.Storage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # the form itself says that twenty are enough
FILE_UPLOAD_HANDLERS = ["danvan.foundation.documents.uploads.BoundedUploads"]
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
ROSTER_MAX_BYTES = 15 * 1024 * 1024

PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60  # how long an invitation stays open
# "required": a second factor for administrators and whoever works for a province.
DANVAN_SECOND_FACTOR = env.choice(
    "DANVAN_SECOND_FACTOR",
    "required" if PRODUCTION else "optional",
    {"required", "optional"},
)
OIDC = env.openid()

SESSION_ENGINE = "danvan.foundation.access.sessions"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    # Asked by machines beside the server, without the proxy.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # No neighbour under the same domain can set a cookie of this name.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = env.listed("CSRF_TRUSTED_ORIGINS")

LOGGING = logs.configuration(
    env.choice("DANVAN_LOG", "json" if PRODUCTION else "plain", {"json", "plain"}),
    env.choice(
        "DANVAN_LOG_LEVEL",
        "info" if PRODUCTION else "warning",
        {"debug", "info", "warning", "error"},
    ),
)
