"""Doors of matters and of what was promised."""

from django.urls import path

from danvan.records.matters.views import acts, commitments, lists, parts, show, writing

app_name = "matters"

urlpatterns = [
    path("", lists.index, name="index"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", show.show, name="show"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/accept/", acts.accept, name="accept"),
    path("<int:pk>/decline/", acts.decline, name="decline"),
    path("<int:pk>/transfer/", acts.transfer, name="transfer"),
    path("<int:pk>/answer/", acts.answer, name="answer"),
    path("<int:pk>/confirm/", acts.confirm, name="confirm"),
    path("<int:pk>/reopen/", acts.reopen, name="reopen"),
    path("<int:pk>/solve/", acts.solve, name="solve"),
    path("<int:pk>/close/", acts.close, name="close"),
    path("<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("<int:pk>/heat/", acts.heat, name="heat"),
    path("<int:pk>/cool/", acts.cool, name="cool"),
    path("<int:pk>/steps/<slug:step>/", parts.check, name="check"),
    path("<int:pk>/like/", parts.like, name="like"),
    path("<int:pk>/unlike/", parts.unlike, name="unlike"),
    path("<int:pk>/speaker/", parts.speaker, name="speaker"),
    path("<int:pk>/speaker/seal/", parts.reseal, name="reseal"),
    path("<int:pk>/speaker/erase/", parts.erase, name="erase"),
    path("commitments/", lists.commitments, name="commitments"),
    path("commitments/new/", commitments.new, name="commitment_new"),
    path("commitments/<int:pk>/", commitments.show, name="commitment"),
    path("commitments/<int:pk>/keep/", commitments.keep, name="commitment_keep"),
    path(
        "commitments/<int:pk>/postpone/",
        commitments.postpone,
        name="commitment_postpone",
    ),
    path(
        "commitments/<int:pk>/release/",
        commitments.release,
        name="commitment_release",
    ),
]
