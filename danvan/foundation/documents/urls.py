"""Doors of the files."""

from django.urls import path

from danvan.foundation.documents import views

app_name = "documents"

urlpatterns = [
    path("<uuid:pk>/", views.download, name="download"),
    path("<uuid:pk>/thumbnail/", views.thumbnail, name="thumbnail"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]
