"""Addresses of policies. A clause is ``/policies/<slug>/<major.minor>/#anchor``."""

from django.urls import path

from policies import views
from policies.annual import urls as annual
from policies.answering import urls as answering
from policies.assisting import urls as assisting
from policies.campaigns import urls as campaigns
from policies.commenting import urls as commenting
from policies.deciding import urls as deciding
from policies.drafting import urls as drafting
from policies.entering import urls as entering
from policies.evidence import urls as evidence
from policies.exempting import urls as exempting
from policies.holding import urls as holding
from policies.library import urls as library
from policies.publishing import urls as publishing
from policies.quizzes import urls as quizzes
from policies.registers import urls as registers
from policies.reporting import urls as reporting
from policies.signatures import urls as signatures

app_name = "policies"
urlpatterns = [
    path("", views.policies, name="policies"),
    path("register/", views.register, name="register"),
    *signatures.urlpatterns,
    *assisting.urlpatterns,
    *exempting.urlpatterns,
    *quizzes.urlpatterns,
    *answering.urlpatterns,
    *campaigns.urlpatterns,
    *deciding.urlpatterns,
    *holding.urlpatterns,
    *annual.urlpatterns,
    *evidence.urlpatterns,
    *registers.urlpatterns,
    *library.urlpatterns,
    *commenting.urlpatterns,
    *reporting.urlpatterns,
    *drafting.urlpatterns,
    path("<slug:slug>/", views.policy, name="policy"),
    path("<slug:slug>/read/", views.start_reading, name="start_reading"),
    path("<slug:slug>/read/<int:section>/", views.read, name="read"),
    path("<slug:slug>/read/<int:section>/done/", views.finish_section, name="finish_section"),
    path("<slug:slug>/sign/", views.sign_policy, name="sign_policy"),
    path("<slug:slug>/decline/", views.decline, name="decline"),
    *publishing.urlpatterns,
    *entering.urlpatterns,
    path("<slug:slug>/<number:number>/", views.version, name="version"),
    path("<slug:slug>/<number:old>/changes/<number:new>/", views.changes, name="changes"),
]
