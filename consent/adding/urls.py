"""Addresses of the people whom a councillor is in touch with."""

from django.urls import path, re_path

from consent.adding import views
from consent.constituents import KEPT

# Of any other capacity there is no page, signed in or not: nothing that is sent there is kept.
A_CAPACITY = f"(?P<capacity>{'|'.join(KEPT)})"

urlpatterns = [
    path("", views.contacts, name="contacts"),
    path("add/", views.choose_capacity, name="choose_capacity"),
    path("add/party/", views.party, name="party"),
    re_path(rf"^add/{A_CAPACITY}/$", views.add_person, name="add_person"),
    path("<int:pk>/", views.constituent, name="constituent"),
    path("<int:pk>/name/", views.rename_person, name="rename_person"),
    path("<int:pk>/forget/", views.forget_person, name="forget_person"),
]
