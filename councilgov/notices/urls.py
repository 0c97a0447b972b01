"""Addresses of the outbox."""

from django.urls import path

from councilgov.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.unsent, name="unsent"),
    path("notices/send-all-again/", views.send_all_again, name="send_all_again"),
    path("notices/<int:pk>/send-again/", views.send_again, name="send_again"),
    path("mail/", views.mail, name="mail"),
]
