"""Addresses of recalls."""

from django.urls import path

from devices.recalling import views

urlpatterns = [
    path("recalls/", views.recalls, name="recalls"),
    path("recalls/start/", views.recall_devices, name="recall_devices"),
    path("recalls/chosen/", views.recall_chosen, name="recall_chosen"),
    path("recalls/<int:pk>/receipt/", views.recall_receipt, name="recall_receipt"),
    path("<tag:asset_tag>/take-in/", views.take_in, name="take_in"),
    path("<tag:asset_tag>/give-back/", views.give_back, name="give_back"),
    path("<tag:asset_tag>/replace/", views.replace, name="replace"),
    path("<tag:asset_tag>/lend/", views.lend, name="lend"),
    path("<tag:asset_tag>/lend-until/", views.prolong_loan, name="prolong_loan"),
    path("<tag:asset_tag>/recall/", views.recall_one, name="recall_one"),
    path("<tag:asset_tag>/no-recall/", views.cancel_recall, name="cancel_recall"),
]
