"""Addresses of objections and refusals."""

from django.urls import path

from policies.answering import views

urlpatterns = [
    path("statements/", views.statements, name="statements"),
    path("statements/<int:pk>/", views.statement, name="statement"),
    path("statements/<int:pk>/answer/", views.answer_statement, name="answer_statement"),
]
