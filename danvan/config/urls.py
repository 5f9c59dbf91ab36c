"""Every door of the application."""

from django.conf import settings
from django.urls import include, path

from danvan.config import health, metering

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metering.metrics, name="metrics"),
    path("", include("danvan.results.agenda.urls")),
    path("", include("danvan.results.scorecard.urls")),
    path("blocs/", include("danvan.records.blocs.urls")),
    path("roster/", include("danvan.records.roster.urls")),
    path("activities/", include("danvan.records.activities.urls")),
    path("matters/", include("danvan.records.matters.urls")),
    path("meetings/", include("danvan.records.meetings.urls")),
    path("plans/", include("danvan.records.plans.urls")),
    path("budget/", include("danvan.records.budget.urls")),
    path("movements/", include("danvan.records.movements.urls")),
    path("villages/", include("danvan.records.villages.urls")),
    path("deadlines/", include("danvan.foundation.deadlines.urls")),
    path("notices/", include("danvan.foundation.notices.urls")),
    path("jobs/", include("danvan.foundation.jobs.urls")),
    path("log/", include("danvan.foundation.journal.urls")),
    path("files/", include("danvan.foundation.documents.urls")),
    path("programme/", include("danvan.foundation.programme.urls")),
    path("personal/", include("danvan.results.personal.urls")),
    path("accounts/", include("danvan.foundation.access.urls")),
    path("accounts/", include("danvan.foundation.identity.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("gallery/", include("danvan.shared.urls")))

handler400 = "danvan.shared.views.bad_request"
handler403 = "danvan.shared.views.forbidden"
handler404 = "danvan.shared.views.not_found"
handler500 = "danvan.shared.views.server_error"
