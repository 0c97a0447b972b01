"""Address of the totals."""

from django.urls import path

from consent.counting import views

urlpatterns = [path("figures/", views.figures, name="figures")]
