"""The address of the search."""

from django.urls import path

from councilgov.portal.searching import views

urlpatterns = [path("search/", views.search, name="search")]
