"""Addresses of council records that officers look up, and of who read what."""

from django.urls import path

from consent.enquiring import views

urlpatterns = [
    path("enquiries/", views.enquiries, name="enquiries"),
    path("enquiries/add/", views.open_enquiry, name="open_enquiry"),
    path("enquiries/<int:pk>/", views.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/people/<int:person>/", views.council_record, name="council_record"),
    path("readings/", views.readings, name="readings"),
]
