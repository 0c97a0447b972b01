"""Addresses of questions on a text."""

from django.urls import path

from policies.quizzes import views

urlpatterns = [
    path("<slug:slug>/questions/", views.questions, name="questions"),
    path("<slug:slug>/<number:number>/questions/", views.edit_questions, name="edit_questions"),
    path("<slug:slug>/<number:number>/questions/new/", views.add_question, name="add_question"),
    path("drafts/questions/<int:pk>/", views.change_question, name="change_question"),
    path("drafts/questions/<int:pk>/move/", views.move_question, name="move_question"),
    path("drafts/questions/<int:pk>/remove/", views.remove_question, name="remove_question"),
]
