"""Addresses of equipment that comes back."""

from django.urls import path

from devices.returning import views

urlpatterns = [
    path("returns/", views.returns, name="returns"),
    path("returns/receive/", views.receive, name="receive"),
    path("returns/<int:pk>/", views.returned, name="returned"),
    path("returns/<int:pk>/sign/", views.sign_return, name="sign_return"),
    path("returns/<int:pk>/desk/", views.sign_return_at_desk, name="sign_return_at_desk"),
    path("returns/<int:pk>/disagree/", views.disagree, name="disagree"),
    path("returns/<int:pk>/answer/", views.answer_return, name="answer_return"),
    path("returns/<int:pk>/close/", views.close_return, name="close_return"),
    path("returns/<int:pk>/receipt/", views.return_receipt, name="return_receipt"),
    path("<tag:asset_tag>/receive/", views.receive_devices, name="receive_devices"),
    path("<tag:asset_tag>/wipe/", views.record_wipe, name="record_wipe"),
    path("<tag:asset_tag>/stock/", views.put_in_stock, name="put_in_stock"),
]
