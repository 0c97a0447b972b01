"""Addresses of answers for everybody."""

from django.urls import path

from breaches.answering import views

ONE = "advice/answers/<int:pk>/"

urlpatterns = [
    path("advice/answers/", views.published_answers, name="published_answers"),
    path("advice/answers/add/", views.add_answer, name="add_answer"),
    path(ONE, views.published_answer, name="published_answer"),
    path(f"{ONE}change/", views.change_answer, name="change_answer"),
    path(f"{ONE}withdraw/", views.withdraw_answer, name="withdraw_answer"),
    path(f"{ONE}erase/", views.erase_answer, name="erase_answer"),
]
