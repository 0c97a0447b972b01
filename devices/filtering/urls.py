"""Addresses of senders of email that are blocked."""

from django.urls import path

from devices.filtering import views

urlpatterns = [
    path("filters/", views.filter_requests, name="filter_requests"),
    path("filters/mine/", views.my_filters, name="my_filters"),
    path("filters/ask/", views.ask_filter, name="ask_filter"),
    path("filters/record/", views.record_filter, name="record_filter"),
    path("filters/<int:pk>/", views.filter_request, name="filter_request"),
    path("filters/<int:pk>/refuse/", views.refuse_filter, name="refuse_filter"),
    path("filters/<int:pk>/<slug:step>/", views.take_step, name="filter_step"),
]
