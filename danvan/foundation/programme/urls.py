from django.urls import path

from danvan.foundation.programme import views

app_name = "programme"
urlpatterns = [path("", views.show, name="show")]
