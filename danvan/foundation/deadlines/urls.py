"""Doors of deadlines and of the working calendar."""

from django.urls import path

from danvan.foundation.deadlines import calendar_views, import_views, views

app_name = "deadlines"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="clock"),
    path("<int:pk>/pause/", views.pause, name="clock_pause"),
    path("<int:pk>/resume/", views.resume, name="clock_resume"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/day/", calendar_views.day, name="calendar_day"),
    path("calendar/day/remove/", calendar_views.remove, name="calendar_remove"),
    path("calendar/import/", import_views.load, name="calendar_import"),
]
