"""Doors of notices."""

from django.urls import path

from danvan.foundation.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.show_settings, name="settings"),
    path("calendar/new/", views.new_feed, name="feed_new"),
    path("calendar/end/", views.end_feed, name="feed_end"),
]
