from django.urls import path

from danvan.foundation.access import accounts, roles

app_name = "access"

urlpatterns = [
    path("roles/", roles.index, name="roles"),
    path("roles/<int:pk>/delegate/", roles.delegate, name="delegate"),
    path("roles/<int:pk>/take-back/", roles.take_back, name="take_back"),
    path("", accounts.index, name="accounts"),
    path("new/", accounts.new, name="account_new"),
    path("<int:pk>/edit/", accounts.edit, name="account_edit"),
    path("<int:pk>/password/", accounts.reset, name="account_password"),
    path("<int:pk>/grants/new/", accounts.grant, name="account_grant"),
    path("grants/<int:pk>/end/", accounts.end_grant, name="grant_end"),
]
