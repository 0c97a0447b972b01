"""Addresses of access holds."""

from django.urls import path

from policies.holding import views

urlpatterns = [
    path("holds/", views.access_holds, name="holds"),
    path("holds/late/", views.late, name="holds_late"),
    path("holds/propose/<int:pk>/", views.propose_hold, name="propose_hold"),
    path("holds/<int:pk>/", views.hold, name="hold"),
    path("holds/<int:pk>/order/", views.decide_hold, {"act": "order"}, name="order_hold"),
    path("holds/<int:pk>/refuse/", views.decide_hold, {"act": "refuse"}, name="refuse_hold"),
    path("holds/<int:pk>/lift/", views.decide_hold, {"act": "lift"}, name="lift_hold"),
    path("holds/<int:pk>/done/", views.carry_out_hold, name="carry_out_hold"),
    path("holds/<int:pk>/undone/", views.undo_hold, name="undo_hold"),
]
