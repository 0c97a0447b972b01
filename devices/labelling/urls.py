"""Addresses of labels."""

from django.urls import path

from devices.labelling import views

urlpatterns = [
    path("find/", views.find_device, name="find_device"),
    path("labels/", views.labels, name="labels"),
    path("labels/ahead/", views.print_ahead, name="print_ahead"),
    path("labels/chosen/", views.print_chosen, name="print_chosen"),
    path("labels/<int:pk>/", views.label_batch, name="label_batch"),
    path("labels/<int:pk>/labels.pdf", views.label_sheets, name="label_sheets"),
    path("labels/claim/<int:pk>/", views.claim_label, name="claim_label"),
    path("labels/claim/<int:pk>/add/", views.add_labelled, name="add_labelled"),
    path("<tag:asset_tag>/label/", views.print_label, name="print_label"),
]
