"""Address of the regulator's self-assessment."""

from django.urls import path

from breaches.checking import views

urlpatterns = [
    path("incidents/<incident:pk>/<int:part>/risk/", views.check_risk, name="check_risk"),
]
