"""Addresses of what one controller makes of an incident."""

from django.urls import path

from breaches.assessing import views

PART = "incidents/<incident:pk>/<int:part>/"

urlpatterns = [
    path("incidents/<incident:pk>/controller/", views.add_controller, name="add_controller"),
    path("incidents/<incident:pk>/noticed/", views.correct_noticed, name="correct_noticed"),
    path("incidents/<incident:pk>/cause/", views.name_cause, name="name_cause"),
    path("incidents/<incident:pk>/part/", views.involve, name="involve"),
    path("incidents/<incident:pk>/part/<int:noted>/", views.take_back_part, name="take_back_part"),
    path(f"{PART}aware/", views.set_aware, name="set_aware"),
    path(f"{PART}severity/", views.work_out, name="work_out"),
    path(f"{PART}advice/", views.advise, name="advise"),
    path(f"{PART}regulator/", views.decide_regulator, name="decide_regulator"),
    path(f"{PART}people/", views.decide_people, name="decide_people"),
]
