"""Addresses of one's own calendar."""

from django.urls import path

from councilgov.portal.feeding import views

urlpatterns = [
    path("calendar/<str:secret>.ics", views.calendar_feed, name="calendar_feed"),
    path("accounts/calendar/", views.my_calendar, name="my_calendar"),
    path("accounts/calendar/make/", views.make_calendar_link, name="make_calendar_link"),
    path("accounts/calendar/stop/", views.stop_calendar_link, name="stop_calendar_link"),
]
