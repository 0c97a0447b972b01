"""Addresses of people and their invitations."""

from django.urls import path

from councilgov.accounts import views

app_name = "accounts"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/invitation/", views.send_invitation, name="send_invitation"),
    path("people/<int:pk>/invitation/withdraw/", views.withdraw, name="withdraw"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
