"""Addresses of questions and advice."""

from django.urls import path

from breaches.advising import views

ONE = "advice/<advice:pk>/"

urlpatterns = [
    path("advice/", views.advice, name="advice"),
    path("advice/ask/", views.ask_advice, name="ask_advice"),
    path("advice/queue/", views.advice_queue, name="advice_queue"),
    path("advice/names/", views.advice_names, name="advice_names"),
    path(ONE, views.advice_request, name="advice_request"),
    path(f"{ONE}change/", views.change_advice, name="change_advice"),
    path(f"{ONE}throw-away/", views.throw_away_advice, name="throw_away_advice"),
    path(f"{ONE}take-on/", views.take_on_advice, name="take_on_advice"),
    path(f"{ONE}ask-more/", views.ask_more, name="ask_more"),
    path(f"{ONE}reply/", views.reply_advice, name="reply_advice"),
    path(f"{ONE}go-on/", views.go_on_advice, name="go_on_advice"),
    path(f"{ONE}answer/", views.answer_advice, name="answer_advice"),
    path(f"{ONE}add/", views.add_to_answer, name="add_to_answer"),
    path(f"{ONE}pass-on/", views.escalate_advice, name="escalate_advice"),
    path(f"{ONE}withdraw/", views.withdraw_advice, name="withdraw_advice"),
    path(f"{ONE}accept/", views.accept_advice, name="accept_advice"),
]
