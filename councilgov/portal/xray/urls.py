"""Addresses of the X-ray."""

from django.urls import path

from councilgov.portal.xray import views

app_name = "xray"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("set-aside/<int:pk>/back/", views.bring_back, name="bring_back"),
    path("<str:key>/set-aside/", views.set_aside, name="set_aside"),
]
