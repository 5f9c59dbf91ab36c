from django.urls import path

from danvan.shared import views

app_name = "shared"

urlpatterns = [
    path("", views.show_gallery, name="gallery"),
    path("form/", views.show_form_page, name="form_page"),
]
