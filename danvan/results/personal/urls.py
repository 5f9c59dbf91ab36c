"""Doors of personal."""

from django.urls import path

from danvan.results.personal import views

app_name = "personal"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("file/", views.mine_file, name="mine_file"),
    path("register/", views.register, name="register"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/file/", views.account_file, name="account_file"),
    path("accounts/<int:pk>/erase/", views.account_erase, name="account_erase"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/file/", views.member_file, name="member_file"),
    path("members/<int:pk>/erase/", views.member_erase, name="member_erase"),
]
