"""Doors of the budget."""

from django.urls import path

from danvan.records.budget import expense_views, line_views, views

app_name = "budget"

urlpatterns = [
    path("", views.index, name="index"),
    path("sums/", views.totals, name="totals"),
    path("new/", line_views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", line_views.edit, name="edit"),
    path("<int:pk>/approve/", line_views.approve, name="approve"),
    path("<int:pk>/allocate/", line_views.allocate, name="allocate"),
    path("<int:pk>/withdraw/", line_views.withdraw, name="withdraw"),
    path("<int:pk>/expenses/new/", expense_views.expense_new, name="expense_new"),
    path(
        "expenses/<int:pk>/withdraw/",
        expense_views.expense_withdraw,
        name="expense_withdraw",
    ),
]
