"""Addresses of decisions, and of what follows from them."""

from django.urls import path

from policies.deciding import views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/new/", views.record_decision, name="record_decision"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("decisions/<int:pk>/correct/", views.correct_decision, name="correct_decision"),
    path("<slug:slug>/<number:number>/certify/", views.certify_text, name="certify_text"),
    path("<slug:slug>/<number:number>/reopen/", views.reopen, name="reopen"),
    path("<slug:slug>/<number:number>/agenda/", views.take_off_agenda, name="take_off_agenda"),
    path("<slug:slug>/<number:number>/withdraw/", views.withdraw_policy, name="withdraw_policy"),
]
