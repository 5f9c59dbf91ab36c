"""Doors of activities and of the yearly list of documents."""

from django.urls import path

from danvan.records.activities import directive_views, new_views, views

app_name = "activities"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", new_views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", views.edit, name="edit"),
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
