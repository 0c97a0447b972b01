"""Addresses of the people whom a councillor is in touch with."""

from django.urls import path

from consent.adding import views

urlpatterns = [
    path("", views.contacts, name="contacts"),
    path("add/", views.choose_capacity, name="choose_capacity"),
    path("add/party/", views.party, name="party"),
    path("add/<slug:capacity>/", views.add_person, name="add_person"),
    path("<int:pk>/", views.constituent, name="constituent"),
    path("<int:pk>/name/", views.rename_person, name="rename_person"),
    path("<int:pk>/forget/", views.forget_person, name="forget_person"),
]
