from django.urls import path

from danvan.records.roster import views

app_name = "roster"

urlpatterns = [
    path("", views.index, name="index"),
    path("template/", views.template, name="template"),
    path("export/", views.export, name="export"),
    path("<uuid:key>/", views.check, name="check"),
    path("<uuid:key>/marked/", views.marked, name="marked"),
    path("<uuid:key>/apply/", views.apply, name="apply"),
]
