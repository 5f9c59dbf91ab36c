"""Doors of meetings; `pk` is the number of the activity."""

from django.urls import path

from danvan.records.meetings.views import (
    briefing,
    conclusions,
    dialogue,
    index,
    minutes,
    questions,
    steps,
    word,
)

app_name = "meetings"

urlpatterns = [
    path("", index.index, name="index"),
    path("<int:pk>/", briefing.show, name="show"),
    path("<int:pk>/held/", briefing.held, name="held"),
    path(
        "<int:pk>/agenda/<slug:kind>/<int:number>/",
        briefing.line,
        name="line",
    ),
    path("<int:pk>/minutes/", minutes.write, name="minutes"),
    path("<int:pk>/minutes/agreed/", minutes.agree, name="agree"),
    path("<int:pk>/minutes/final/", minutes.finish, name="finish"),
    path("<int:pk>/word/", word.word, name="word"),
    path("<int:pk>/conclusions/", conclusions.new, name="conclusion_new"),
    path("conclusions/<int:pk>/", conclusions.edit, name="conclusion_edit"),
    path(
        "conclusions/<int:pk>/withdraw/",
        conclusions.withdraw,
        name="conclusion_withdraw",
    ),
    path("dialogues/new/", steps.new, name="dialogue_new"),
    path("dialogues/<int:pk>/", dialogue.show, name="dialogue"),
    path("dialogues/<int:pk>/announcement/", steps.announce, name="announce"),
    path("dialogues/<int:pk>/result/", steps.publish, name="publish"),
    path("dialogues/<int:pk>/postpone/", steps.postpone, name="postpone"),
    path("dialogues/<int:pk>/cancel/", steps.cancel, name="cancel"),
    path("dialogues/<int:pk>/questions/", questions.ask, name="questions"),
    path("dialogues/<int:pk>/take-up/", questions.link, name="link"),
    path(
        "dialogues/<int:pk>/questions/<int:number>/",
        questions.reply,
        name="reply",
    ),
    path(
        "dialogues/<int:pk>/questions/<int:number>/leave-out/",
        questions.leave_out,
        name="leave_out",
    ),
]
