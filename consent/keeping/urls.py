"""Address of the page that says who goes, and when."""

from django.urls import path

from consent.keeping import views

urlpatterns = [
    path("going/", views.going, name="going"),
]
