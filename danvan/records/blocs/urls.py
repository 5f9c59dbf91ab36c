from django.urls import path

from danvan.records.blocs.views import blocs, duties, regulations, seats

app_name = "blocs"

urlpatterns = [
    path("", blocs.index, name="index"),
    path("establish/", blocs.establish, name="establish"),
    path("<int:pk>/", blocs.show, name="show"),
    path("<int:pk>/edit/", blocs.edit, name="edit"),
    path("<int:pk>/seats/new/", seats.seat_new, name="seat_new"),
    path("<int:pk>/duties/", duties.duties, name="duties"),
    path(
        "<int:pk>/regulations/new/", regulations.regulation_new, name="regulation_new"
    ),
    path("seats/<int:pk>/", seats.seat, name="seat"),
    path("seats/<int:pk>/edit/", seats.seat_edit, name="seat_edit"),
    path("seats/<int:pk>/end/", seats.seat_end, name="seat_end"),
    path(
        "seats/<int:pk>/post-change/", seats.seat_post_change, name="seat_post_change"
    ),
    path("seats/<int:pk>/hand-over/", seats.seat_hand_over, name="seat_hand_over"),
    path("regulations/<int:pk>/", regulations.regulation_show, name="regulation_show"),
    path(
        "regulations/<int:pk>/edit/",
        regulations.regulation_edit,
        name="regulation_edit",
    ),
]
