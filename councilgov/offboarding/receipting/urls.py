"""Addresses of receipts of leaving office."""

from django.urls import path

from councilgov.offboarding.receipting import views

urlpatterns = [
    path("mine/receipt/", views.my_receipt, name="my_receipt"),
    path("<int:pk>/receipt/", views.receipt, name="receipt"),
    path("<int:pk>/certificate/", views.certificate, name="certificate"),
]
