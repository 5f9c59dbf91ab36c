"""Doors of jobs."""

from django.urls import path

from danvan.foundation.jobs import views

app_name = "jobs"

urlpatterns = [path("", views.index, name="index")]
