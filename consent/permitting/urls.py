"""Addresses of the ways in which somebody may be reached."""

from django.urls import path

from consent.permitting import views

urlpatterns = [
    path("<int:pk>/agreed/", views.add_agreement, name="add_agreement"),
    path("<int:pk>/ways/add/", views.add_permission, name="add_permission"),
    path("ways/<int:pk>/", views.permission, name="permission"),
    path("ways/<int:pk>/verify/", views.verify, name="verify"),
    path("ways/<int:pk>/change/", views.change_handle, name="change_handle"),
    path("ways/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("ways/<int:pk>/decline/", views.decline, name="decline"),
    path("ways/<int:pk>/wrong/", views.wrong_person, name="wrong_person"),
    path("ways/<int:pk>/theirs/", views.theirs_after_all, name="theirs_after_all"),
]
