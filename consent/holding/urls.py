"""Addresses of holds."""

from django.urls import path

from consent.holding import views

urlpatterns = [
    path("holds/", views.holds, name="holds"),
    path("holds/add/", views.hold_records, name="hold_records"),
    path("holds/<int:pk>/", views.records_hold, name="records_hold"),
    path("holds/of-councillors/<int:pk>/end/", views.end_person_hold, name="end_person_hold"),
    path("<int:pk>/hold/", views.hold_person, name="hold_person"),
]
