"""Addresses of publishing."""

from django.urls import path

from policies.publishing import views

urlpatterns = [
    path("<slug:slug>/<number:number>/publish/", views.publish_policy, name="publish_policy")
]
