"""Address of the page on which a councillor takes their record with them."""

from django.urls import path

from consent.exporting import views

urlpatterns = [
    path("export/", views.export_record, name="export_record"),
]
