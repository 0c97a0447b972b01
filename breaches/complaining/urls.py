"""Addresses of complaints about personal information."""

from django.urls import path

from breaches.complaining import views

ONE = "complaints/<complaint:pk>/"

urlpatterns = [
    path("complain/", views.complain, name="complain"),
    path("complain/sent/<complaint:pk>/", views.complaint_sent, name="complaint_sent"),
    path("complaints/", views.complaints, name="complaints"),
    path("complaints/record/", views.record_complaint, name="record_complaint"),
    path("complaints/months/", views.change_complaint_months, name="change_complaint_months"),
    path(ONE, views.complaint, name="complaint"),
    path(f"{ONE}acknowledge/", views.acknowledge_complaint, name="acknowledge_complaint"),
    path(f"{ONE}look-into/", views.begin_enquiry, name="begin_enquiry"),
    path(f"{ONE}progress/", views.tell_progress, name="tell_progress"),
    path(f"{ONE}answer/", views.send_outcome, name="send_outcome"),
    path(f"{ONE}set-aside/", views.set_aside_complaint, name="set_aside_complaint"),
    path(f"{ONE}again/", views.reopen_complaint, name="reopen_complaint"),
    path(f"{ONE}came-in/", views.correct_received, name="correct_received"),
    path(f"{ONE}another-way/", views.send_another_way, name="send_another_way"),
    path(f"{ONE}note/", views.add_note, name="add_complaint_note"),
    path(f"{ONE}about/", views.direct_complaint, name="direct_complaint"),
    path(f"{ONE}people/", views.name_party, name="name_complaint_party"),
    path(f"{ONE}people/<int:party>/remove/", views.take_back_party, name="take_back_party"),
    path(f"{ONE}letters/<int:message>/", views.complaint_letter, name="complaint_letter"),
]
