"""Addresses of comments on drafts."""

from django.urls import path

from policies.commenting import views

urlpatterns = [
    path("drafts/comments/<int:pk>/", views.answer_comment, name="answer_comment"),
    path("<slug:slug>/<number:number>/comment/", views.comment_on_draft, name="comment_on_draft"),
]
