"""Doors of plans, their tasks and the responsibilities of bodies."""

from django.urls import path

from danvan.records.plans import views

app_name = "plans"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/derive/", views.derive, name="derive"),
    path("<int:pk>/issue/", views.issue, name="issue"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/new/", views.task_new, name="task_new"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("tasks/<int:pk>/edit/", views.task_edit, name="task_edit"),
    path("tasks/<int:pk>/finish/", views.finish, name="finish"),
    path("tasks/<int:pk>/postpone/", views.postpone, name="postpone"),
    path("tasks/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("tasks/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("responsibilities/", views.responsibilities, name="responsibilities"),
    path("responsibilities/<slug:body>/<int:number>/", views.duty, name="duty"),
    path(
        "responsibilities/units/<int:unit_pk>/<slug:body>/<int:number>/",
        views.report,
        name="report",
    ),
]
