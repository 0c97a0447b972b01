"""Addresses of signatures that officers recorded, and of disputes."""

from django.urls import path

from policies.assisting import views

urlpatterns = [
    path("signatures/disputes/", views.disputes, name="disputes"),
    path("signatures/<int:pk>/dispute/", views.dispute, name="dispute"),
    path("signatures/<int:pk>/settle/", views.settle_dispute, name="settle_dispute"),
    path("<slug:slug>/<number:number>/record/", views.record_signatures, name="record_signatures"),
]
