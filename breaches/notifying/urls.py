"""Addresses of the report to the regulator."""

from django.urls import path

from breaches.notifying import views

PART = "incidents/<incident:pk>/<int:part>/"

urlpatterns = [
    path(f"{PART}report/", views.pack, name="pack"),
    path(f"{PART}report/text/", views.pack_text, name="pack_text"),
    path(f"{PART}report/pdf/", views.pack_pdf, name="pack_pdf"),
    path(f"{PART}report/<slug:question>/", views.answer_question, name="answer_question"),
    path(f"{PART}told/", views.record_notification, name="record_notification"),
    path(f"{PART}told/number/", views.add_reference, name="add_reference"),
    path(f"{PART}told/<int:number>/", views.regulator_message, name="regulator_message"),
    path(f"{PART}told/<int:number>/pdf/", views.message_pdf, name="message_pdf"),
    path(f"{PART}authorise/", views.authorise, name="authorise"),
    path(f"{PART}end-authorisation/", views.end_authorisation, name="end_authorisation"),
]
