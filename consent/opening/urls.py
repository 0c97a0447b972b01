"""Addresses of ward records that are opened."""

from django.urls import path

from consent.opening import views

urlpatterns = [
    path("openings/", views.openings, name="openings"),
    path("openings/add/", views.open_record, name="open_record"),
    path("openings/<int:pk>/", views.opening, name="opening"),
    path("openings/<int:pk>/end/", views.end_opening, name="end_opening"),
    path("openings/<int:pk>/people/", views.opened_people, name="opened_people"),
    path("openings/<int:pk>/people/<int:person>/", views.opened_person, name="opened_person"),
]
