"""Address of the councillor's page of a link; that for the person is in ``councilgov.urls``."""

from django.urls import path

from consent.stopping import views

urlpatterns = [
    path("ways/<int:pk>/link/", views.make_link, name="make_link"),
]
