"""Addresses of slots and bookings."""

from django.urls import path

from devices.booking import views

urlpatterns = [
    path("recalls/mine/", views.my_recalls, name="my_recalls"),
    path("recalls/bookings/<int:pk>/cancel/", views.cancel_booking, name="cancel_booking"),
    path("recalls/slots/", views.slots, name="slots"),
    path("recalls/slots/offer/", views.offer_slot, name="offer_slot"),
    path("recalls/slots/<int:pk>/", views.slot, name="slot"),
    path("recalls/slots/<int:pk>/book/", views.book_for, name="book_for"),
    path("recalls/slots/<int:pk>/withdraw/", views.withdraw_slot, name="withdraw_slot"),
]
