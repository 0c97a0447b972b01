"""Addresses of the clauses that kinds of reports cite."""

from django.urls import path

from breaches.choosing import views

urlpatterns = [
    path("incidents/clauses/", views.clauses, name="clauses"),
    path("incidents/clauses/<slug:what>/", views.choose_clause, name="choose_clause"),
]
