"""Addresses of telling the people."""

from django.urls import path

from breaches.telling import views

PART = "incidents/<incident:pk>/<int:part>/"
ONE = f"{PART}letters/<int:number>/"

urlpatterns = [
    path(f"{PART}letters/", views.people_to_tell, name="people_to_tell"),
    path(f"{PART}letters/words/", views.word_letter, name="word_letter"),
    path(f"{PART}letters/add/", views.add_recipient, name="add_recipient"),
    path(f"{PART}letters/contacts/", views.add_contacts, name="add_contacts"),
    path(f"{PART}letters/done/", views.finish_telling, name="finish_telling"),
    path(ONE, views.recipient, name="recipient"),
    path(f"{ONE}told/", views.mark_told, name="mark_told"),
    path(f"{ONE}not-told/", views.spare_recipient, name="spare_recipient"),
    path(f"{ONE}erase/", views.forget_recipient, name="forget_recipient"),
    path(f"{ONE}pdf/", views.letter_pdf, name="letter_pdf"),
    path(f"{PART}public/", views.publish, name="publish"),
]
