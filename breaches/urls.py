"""Addresses of reports and breaches."""

from django.urls import path

from breaches import views
from breaches.acts import ACTS
from breaches.advising import urls as advising
from breaches.alarming import urls as alarming
from breaches.answering import urls as answering
from breaches.asking import urls as asking
from breaches.assessing import urls as assessing
from breaches.checking import urls as checking
from breaches.choosing import urls as choosing
from breaches.complaining import urls as complaining
from breaches.compromising import urls as compromising
from breaches.confiding import urls as confiding
from breaches.containing import urls as containing
from breaches.evidencing import urls as evidencing
from breaches.figuring import urls as figuring
from breaches.filing import urls as filing
from breaches.holding import urls as holding
from breaches.keeping import urls as keeping
from breaches.learning import urls as learning
from breaches.linking import urls as linking
from breaches.losing import urls as losing
from breaches.notifying import urls as notifying
from breaches.passing import urls as passing
from breaches.referring import urls as referring
from breaches.ringing import urls as ringing
from breaches.safeguarding import urls as safeguarding
from breaches.sharing import urls as sharing
from breaches.telling import urls as telling

app_name = "breaches"
CASE = "incidents/<incident:pk>/"
urlpatterns = [
    *answering.urlpatterns,
    *advising.urlpatterns,
    *asking.urlpatterns,
    *choosing.urlpatterns,
    *complaining.urlpatterns,
    *figuring.urlpatterns,
    *holding.urlpatterns,
    *keeping.urlpatterns,
    *linking.urlpatterns,
    *losing.urlpatterns,
    *passing.urlpatterns,
    *referring.urlpatterns,
    *ringing.urlpatterns,
    path("incidents/", views.incidents, name="incidents"),
    path(CASE, views.incident, name="incident"),
    path(f"{CASE}note/", views.add_note, name="add_note"),
    *(
        path(f"{CASE}{act.replace('_', '-')}/", views.act_on, {"act": act}, name=act)
        for act in ACTS
    ),
    *alarming.urlpatterns,
    *assessing.urlpatterns,
    *checking.urlpatterns,
    *notifying.urlpatterns,
    *telling.urlpatterns,
    *containing.urlpatterns,
    *compromising.urlpatterns,
    *sharing.urlpatterns,
    *learning.urlpatterns,
    *filing.urlpatterns,
    *confiding.urlpatterns,
    *evidencing.urlpatterns,
    *safeguarding.urlpatterns,
]
