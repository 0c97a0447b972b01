"""Addresses of the policy library."""

from django.urls import path

from policies.library import views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/export/", views.export_policies, name="export_policies"),
    path("library/import/", views.import_policies, name="import_policies"),
    path("library/import/check/", views.check_import, name="check_import"),
]
