"""Addresses of suspensions, under those of leaving office."""

from django.urls import path

from councilgov.offboarding.suspending import views

urlpatterns = [
    path("suspensions/", views.suspensions, name="suspensions"),
    path("suspensions/mine/", views.my_suspension, name="my_suspension"),
    path("suspensions/of/<int:person>/", views.suspension_of, name="suspension_of"),
    path("suspensions/of/<int:person>/new/", views.suspend, name="suspend"),
    path("suspensions/<int:pk>/", views.suspension, name="suspension"),
    path("suspensions/<int:pk>/end/", views.move_suspension, name="move_suspension"),
    path("suspensions/<int:pk>/lift/", views.lift_suspension, name="lift_suspension"),
    path("suspensions/<int:pk>/closed/", views.close_systems, name="close_systems"),
    path("suspensions/<int:pk>/opened/", views.open_systems, name="open_systems"),
    path("suspensions/<int:pk>/opened/take-back/", views.take_back_opened, name="take_back_opened"),
]
