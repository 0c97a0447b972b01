"""Addresses of the receipt, and of the copy of all that is held."""

from django.urls import path

from consent.receipting import views

urlpatterns = [
    path("ways/<int:pk>/receipt/", views.receipt, name="receipt"),
    path("ways/<int:pk>/receipt/text/", views.receipt_text, name="receipt_text"),
    path("<int:pk>/copy/", views.copy_person, name="copy_person"),
]
