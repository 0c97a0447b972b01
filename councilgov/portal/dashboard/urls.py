"""Address of the dashboard."""

from django.urls import path

from councilgov.portal.dashboard import views

urlpatterns = [path("", views.dashboard, name="dashboard")]
