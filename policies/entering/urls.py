"""Addresses of entering a text, and of what it came from."""

from django.urls import path

from policies.entering import views

VERSION = "<slug:slug>/<number:number>"
urlpatterns = [
    path(f"{VERSION}/text/", views.enter_text, name="enter_text"),
    path(f"{VERSION}/text/check/", views.check_text, name="check_text"),
    path(f"{VERSION}/references/", views.references, name="references"),
    path(f"{VERSION}/files/<int:pk>/", views.original_file, name="original_file"),
]
