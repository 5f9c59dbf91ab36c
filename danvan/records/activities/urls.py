"""Doors of activities and of the yearly list of documents."""

from django.urls import path

from danvan.records.activities import (
    coverage_views,
    directive_views,
    new_views,
    standing_views,
    views,
)

app_name = "activities"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", new_views.new, name="new"),
    path("coverage/", coverage_views.coverage, name="coverage"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/postpone/", standing_views.postpone, name="postpone"),
    path("<int:pk>/cancel/", standing_views.cancel, name="cancel"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("directives/", directive_views.directives, name="directives"),
    path("directives/new/", directive_views.directive_new, name="directive_new"),
    path(
        "directives/<int:pk>/withdraw/",
        directive_views.directive_withdraw,
        name="directive_withdraw",
    ),
    path(
        "directives/<int:directive_pk>/units/<int:unit_pk>/",
        directive_views.audience,
        name="audience",
    ),
]
