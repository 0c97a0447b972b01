"""Addresses of the cost of a loss."""

from django.urls import path

from devices.costs import views

COST = "losses/<loss:pk>/cost/"

urlpatterns = [
    path(COST, views.propose_cost, name="propose_cost"),
    path(f"{COST}decide/", views.decide_cost, name="decide_cost"),
    path(f"{COST}comment/", views.comment_on_cost, name="comment_on_cost"),
    path("losses/<loss:pk>/agree/", views.agree_to_deduction, name="agree_to_deduction"),
    path(f"{COST}appeal/", views.appeal_cost, name="appeal_cost"),
    path(f"{COST}appeal/decide/", views.decide_appeal, name="decide_appeal"),
]
