"""Addresses of drafting. They stand after all that begin with another fixed word."""

from django.urls import path

from policies.drafting import views

DRAFT = "<slug:slug>/<number:number>"
urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("new/", views.start_policy, name="start_policy"),
    path("<slug:slug>/new/", views.start_version, name="start_version"),
    path(f"{DRAFT}/details/", views.change_details, name="change_details"),
    path(f"{DRAFT}/correct/", views.correct_policy, name="correct_policy"),
    path(f"{DRAFT}/take-over/", views.take_over, name="take_over"),
    path(f"{DRAFT}/leave/", views.leave_draft, name="leave_draft"),
    path(f"{DRAFT}/review/", views.send_to_review, name="send_to_review"),
    path(f"{DRAFT}/return/", views.return_to_draft, name="return_to_draft"),
    path(f"{DRAFT}/discard/", views.discard_draft, name="discard_draft"),
    path(f"{DRAFT}/submit/", views.submit_version, name="submit_version"),
]
