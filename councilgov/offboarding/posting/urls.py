"""Addresses of letters to people who left office."""

from django.urls import path

from councilgov.offboarding.posting import views

urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("<int:pk>/letters/<str:kind>/", views.letter, name="letter"),
]
