"""Doors of movements and of mobilisation teams."""

from django.urls import path

from danvan.records.movements import result_views, team_views, team_work_views, views

app_name = "movements"

urlpatterns = [
    path("", views.index, name="index"),
    path("overlap/", views.overlap, name="overlap"),
    path("new/", result_views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", result_views.edit, name="edit"),
    path("<int:pk>/organisations/", result_views.claim, name="claim"),
    path("<int:pk>/withdraw/", result_views.withdraw, name="withdraw"),
    path("teams/", team_views.teams, name="teams"),
    path("teams/new/", team_views.team_new, name="team_new"),
    path("teams/<int:pk>/", team_views.team, name="team"),
    path("teams/<int:pk>/edit/", team_views.team_edit, name="team_edit"),
    path("teams/<int:pk>/close/", team_views.team_close, name="team_close"),
    path("teams/<int:pk>/withdraw/", team_views.team_withdraw, name="team_withdraw"),
    path("teams/<int:pk>/officials/new/", team_work_views.seat_new, name="seat_new"),
    path("officials/<int:pk>/end/", team_work_views.seat_end, name="seat_end"),
    path(
        "teams/<int:pk>/sessions/new/", team_work_views.session_new, name="session_new"
    ),
    path(
        "sessions/<int:pk>/withdraw/",
        team_work_views.session_withdraw,
        name="session_withdraw",
    ),
]
