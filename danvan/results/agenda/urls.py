"""Doors of agenda."""

from django.urls import path

from danvan.results.agenda.views import feed, month, today

app_name = "agenda"

urlpatterns = [
    path("", today.today, name="today"),
    path("calendar/", month.month, name="month"),
    path("calendar/feed/<str:secret>.ics", feed.feed, name="feed"),
]
