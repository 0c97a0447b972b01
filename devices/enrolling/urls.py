"""Addresses of councillors' own devices."""

from django.urls import path

from devices.enrolling import views

DESK = {
    "enrol": "enrol",
    "find_safe": "safe",
    "confirm_removal": "data-removed",
}
HOLDER = {"end_enrolment": "end", "withdraw_enrolment": "withdraw"}
"""Names and addresses of the pages with one button."""

urlpatterns = [
    path("own/", views.my_enrolments, name="my_enrolments"),
    path("own/ask/", views.ask_enrolment, name="ask_enrolment"),
    path("<tag:asset_tag>/own/sign/", views.sign_enrolment, name="sign_enrolment"),
    path("<tag:asset_tag>/own/signed.pdf", views.enrolment_receipt, name="enrolment_receipt"),
    path("<tag:asset_tag>/own/refuse/", views.refuse_enrolment, name="refuse_enrolment"),
    path("<tag:asset_tag>/own/unsafe/", views.find_unsafe, name="find_unsafe"),
    path("<tag:asset_tag>/own/remove/", views.ask_removal, name="ask_removal"),
    *(
        path(f"<tag:asset_tag>/own/{word}/", view, {"step": step}, name=step)
        for view, words in ((views.take_enrolment_step, DESK), (views.take_own_step, HOLDER))
        for step, word in words.items()
    ),
]
