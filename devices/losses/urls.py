"""Addresses of losses."""

from django.urls import path

from devices.losses import views
from devices.losses.acts import ACTS
from devices.losses.moments import MOMENTS

CASE = "losses/<loss:pk>/"

urlpatterns = [
    path("losses/", views.losses, name="losses"),
    path(CASE, views.loss, name="loss"),
    path(f"{CASE}note/", views.add_loss_note, name="add_loss_note"),
    path(f"{CASE}police/", views.add_police_reference, name="add_police_reference"),
    path(f"{CASE}replace/", views.replace_device, name="replace_device"),
    path(f"{CASE}write-off/", views.write_off, name="write_off"),
    *(
        path(f"{CASE}{act.replace('_', '-')}/", views.secure, {"act": act}, name=act)
        for act in MOMENTS
    ),
    *(
        path(f"{CASE}{act.replace('_', '-')}/", views.act_on_loss, {"act": act}, name=act)
        for act in ACTS
    ),
    path("<tag:asset_tag>/losses/", views.loss_of, name="loss_of"),
]
