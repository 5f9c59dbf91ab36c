from django.urls import path

from danvan.results.scorecard import place_views, views

app_name = "scorecard"
urlpatterns = [
    path("scorecard/", views.index, name="index"),
    path("scorecard/<int:pk>/", views.unit, name="unit"),
    path("scorecard/<int:pk>/targets/<str:target_id>/", views.target, name="target"),
    path("scorecard/<int:pk>/export/", views.export, name="export"),
    path("places/", place_views.places, name="places"),
    path("places/<int:pk>/", place_views.place, name="place"),
]
