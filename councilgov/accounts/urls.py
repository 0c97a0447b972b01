"""Addresses of people and their invitations."""

from django.urls import path

from councilgov.accounts import views
from councilgov.accounts.committees import views as committees
from councilgov.accounts.ending import dying
from councilgov.accounts.ending import views as ending
from councilgov.accounts.ruling import views as ruling
from councilgov.accounts.saving import views as saving

app_name = "accounts"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/invitation/", views.send_invitation, name="send_invitation"),
    path("people/<int:pk>/invitation/withdraw/", views.withdraw, name="withdraw"),
    path("people/<int:pk>/email/", views.change_email, name="change_email"),
    path("people/<int:pk>/phone/", views.change_phone, name="change_phone"),
    path("people/<int:pk>/close/", views.close_account, name="close_account"),
    path("people/<int:pk>/reopen/", views.reopen_account, name="reopen_account"),
    path("people/<int:pk>/death/", dying.record_death, name="record_death"),
    path("people/<int:pk>/death/take-back/", dying.take_back_death, name="take_back_death"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<int:pk>/", committees.committee, name="committee"),
    path("seats/<int:pk>/end/", committees.leave_committee, name="leave_committee"),
    path("settings/", ruling.change_settings, name="change_settings"),
    path("settings/equipment/", ruling.change_equipment_settings, name="change_equipment_settings"),
    path("views/save/", saving.save_view, name="save_view"),
    path("views/<int:pk>/", saving.change_view, name="change_view"),
    path("terms/<int:pk>/end/", ending.end_term, name="end_term"),
    path("terms/<int:pk>/end/move/", ending.move_end, name="move_end"),
    path("terms/<int:pk>/end/take-back/", ending.take_back_end, name="take_back_end"),
    path("memberships/<int:pk>/end/", views.leave_group, name="leave_group"),
    path("appointments/<int:pk>/end/", views.end_appointment, name="end_appointment"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
