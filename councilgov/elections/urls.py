"""Addresses of elections and of the calendar."""

from django.urls import path

from councilgov.elections.announcing import views as announcing
from councilgov.elections.closing import views as closing
from councilgov.elections.declaring import views as declaring
from councilgov.elections.returning import views as returning

app_name = "elections"
WARD = "elections/<int:pk>/wards/<int:ward>/"
urlpatterns = [
    path("calendar/", closing.calendar, name="calendar"),
    path("calendar/add/", closing.close_days, name="close_days"),
    path("calendar/<int:pk>/remove/", closing.count_again, name="count_again"),
    path("pre-election/", announcing.period, name="period"),
    path("elections/", announcing.elections, name="elections"),
    path("elections/new-members/", declaring.new_members, name="new_members"),
    path("elections/new-members/declare/", declaring.declare, name="declare"),
    path("elections/new-members/invite/", declaring.invite_all, name="invite_all"),
    path("elections/new-members/<int:pk>/vacant/", declaring.vacate, name="vacate"),
    path("elections/add/", announcing.add_election, name="add_election"),
    path("elections/<int:pk>/", announcing.election, name="election"),
    path("elections/<int:pk>/change/", announcing.change_election, name="change_election"),
    path("elections/<int:pk>/remove/", announcing.remove_election, name="remove_election"),
    path("elections/<int:pk>/countermand/", announcing.countermand, name="countermand"),
    path("elections/<int:pk>/seats/", returning.set_up, name="set_up"),
    path("elections/<int:pk>/confirm/", returning.confirm_results, name="confirm_results"),
    path(WARD, returning.contest, name="contest"),
    path(f"{WARD}result/", returning.enter_result, name="enter_result"),
    path(f"{WARD}undo/", returning.undo_result, name="undo_result"),
    path(f"{WARD}throw-away/", returning.throw_away, name="throw_away"),
    path(f"{WARD}countermand/", returning.countermand_ward, name="countermand_ward"),
]
