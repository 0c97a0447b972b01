"""Addresses of the registers of one version."""

from django.urls import path

from policies.registers import views

urlpatterns = [
    path("group/", views.group, name="group"),
    path("<slug:slug>/<number:number>/signatures/", views.not_signed, name="not_signed"),
    path("<slug:slug>/<number:number>/signatures/signed/", views.has_signed, name="has_signed"),
    path("<slug:slug>/<number:number>/signatures/log/", views.log, name="log"),
    path("<slug:slug>/<number:number>/signatures/chase/", views.chase, name="chase"),
]
