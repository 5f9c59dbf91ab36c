"""Doors of the log."""

from django.urls import path

from danvan.foundation.journal import views

app_name = "journal"

urlpatterns = [
    path("", views.index, name="index"),
    path("file/", views.file, name="file"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/undo/", views.undo, name="undo"),
]
