"""Addresses of audits."""

from django.urls import path

from devices.auditing import views

urlpatterns = [
    path("audits/", views.audits, name="audits"),
    path("audits/mine/", views.my_audit, name="my_audit"),
    path("audits/start/", views.start_audit, name="start_audit"),
    path("audits/<int:pk>/", views.audit, name="audit"),
    path("audits/<int:pk>/seen/", views.mark_seen, name="mark_seen"),
    path("audits/<int:pk>/close/", views.close_audit, name="close_audit"),
    path("audits/<int:pk>/result/", views.audit_pdf, name="audit_pdf"),
]
