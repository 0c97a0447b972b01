"""Addresses of leaving office."""

from django.urls import include, path

from councilgov.offboarding.closing import views as closing
from councilgov.offboarding.naming import views as naming
from councilgov.offboarding.own import views as own
from councilgov.offboarding.showing import views as showing

app_name = "offboarding"
urlpatterns = [
    path("", showing.board, name="board"),
    path("mine/", own.mine, name="mine"),
    path("mine/reach/", own.choose_contact, name="choose_contact"),
    path("systems/", naming.systems, name="systems"),
    path("systems/<int:pk>/", naming.use_system, name="use_system"),
    path("of/<int:person>/", showing.case_of, name="case_of"),
    path("<int:pk>/", showing.case, name="case"),
    path("<int:pk>/suspend/", closing.suspend_accounts, name="suspend_accounts"),
    path("<int:pk>/terminate/", closing.terminate_accounts, name="terminate_accounts"),
    path("<int:pk>/open/", closing.open_accounts, name="open_accounts"),
    path("<int:pk>/mistake/", closing.take_back_accounts, name="take_back_accounts"),
    path("<int:pk>/pause/", closing.pause, name="pause"),
    path("<int:pk>/resume/", closing.resume, name="resume"),
    path("<int:pk>/family/", closing.name_contact, name="name_contact"),
    path("<int:pk>/reach/", closing.choose_contact_for, name="choose_contact_for"),
    path("<int:pk>/complete/", closing.complete, name="complete"),
    path("tasks/<int:pk>/done/", closing.finish_task, name="finish_task"),
    path("tasks/<int:pk>/not-needed/", closing.waive_task, name="waive_task"),
    path("tasks/<int:pk>/again/", closing.take_up_task, name="take_up_task"),
    path("", include("councilgov.offboarding.posting.urls")),
    path("", include("councilgov.offboarding.receipting.urls")),
    path("", include("councilgov.offboarding.suspending.urls")),
]
