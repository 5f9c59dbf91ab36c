"""Doors of villages."""

from django.urls import path

from danvan.records.villages import change_views, views

app_name = "villages"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", change_views.new, name="new"),
    path("<int:pk>/edit/", change_views.edit, name="edit"),
    path("<int:pk>/end/", change_views.end, name="end"),
]
