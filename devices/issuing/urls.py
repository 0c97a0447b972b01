"""Addresses of equipment that is issued."""

from django.urls import path

from devices.issuing import views

urlpatterns = [
    path("issue/", views.issue_devices, name="issue_devices"),
    path("terms/", views.terms, name="terms"),
    path("issues/", views.issues, name="issues"),
    path("issues/<int:pk>/", views.issue, name="issue"),
    path("issues/<int:pk>/accept/", views.accept, name="accept"),
    path("issues/<int:pk>/here/", views.sign_here, name="sign_here"),
    path("issues/<int:pk>/decline/", views.decline, name="decline"),
    path("<tag:asset_tag>/mistake/", views.take_off_record, name="take_off_record"),
    path("issues/<int:pk>/receipt/", views.receipt, name="receipt"),
]
