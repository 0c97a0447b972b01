"""Addresses of imports."""

from django.urls import path

from councilgov.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/<slug:kind>/", views.start, name="start"),
    path("new/<slug:kind>/template.csv", views.template, name="template"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/columns/", views.map_columns, name="map_columns"),
    path("<int:pk>/questions/", views.answer, name="answer"),
    path("<int:pk>/progress/", views.how_far, name="how_far"),
    path("<int:pk>/apply/", views.ask_to_apply, name="ask_to_apply"),
    path("<int:pk>/check/", views.check_again, name="check_again"),
    path("<int:pk>/errors/", views.errors, name="errors"),
    path("<int:pk>/discard/", views.discard, name="discard"),
]
