"""Addresses of leaving office."""

from django.urls import path

from councilgov.offboarding import views

app_name = "offboarding"
urlpatterns = [
    path("", views.board, name="board"),
    path("mine/", views.mine, name="mine"),
    path("<int:pk>/", views.case, name="case"),
]
