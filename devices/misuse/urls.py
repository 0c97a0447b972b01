"""Addresses of misuse."""

from django.urls import path

from devices.misuse import views

urlpatterns = [
    path("misuse/", views.misuse_cases, name="misuse_cases"),
    path("misuse/<int:pk>/", views.misuse_case, name="misuse_case"),
    path("misuse/<int:pk>/comment/", views.comment_on_misuse, name="comment_on_misuse"),
    path("misuse/<int:pk>/decide/", views.decide_misuse, name="decide_misuse"),
    path("misuse/<int:pk>/waive/", views.waive_charge, name="waive_charge"),
    path("misuse/<int:pk>/invoice/", views.enter_invoice, name="enter_invoice"),
    path("misuse/<int:pk>/paid/", views.mark_paid, name="mark_paid"),
    path("losses/<loss:pk>/misuse/", views.open_misuse_of_loss, name="open_misuse_of_loss"),
    path("<tag:asset_tag>/misuse/", views.open_misuse, name="open_misuse"),
]
