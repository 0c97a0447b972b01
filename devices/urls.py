"""Addresses of devices. An asset tag has a digit, so that no word of ours is taken for one."""

from django.urls import path

from devices import views
from devices.auditing import urls as auditing
from devices.booking import urls as booking
from devices.costs import urls as costs
from devices.desk import urls as desk
from devices.enrolling import urls as enrolling
from devices.filtering import urls as filtering
from devices.finding import urls as finding
from devices.insuring import urls as insuring
from devices.issuing import urls as issuing
from devices.keeping import urls as keeping
from devices.labelling import urls as labelling
from devices.losses import urls as losses
from devices.misuse import urls as misuse
from devices.outstanding import urls as outstanding
from devices.recalling import urls as recalling
from devices.reclaiming import urls as reclaiming
from devices.returning import urls as returning

app_name = "devices"
urlpatterns = [
    path("", views.devices, name="devices"),
    path("mine/", views.equipment, name="equipment"),
    *desk.urlpatterns,
    *enrolling.urlpatterns,
    *filtering.urlpatterns,
    *finding.urlpatterns,
    *insuring.urlpatterns,
    *issuing.urlpatterns,
    *keeping.urlpatterns,
    *labelling.urlpatterns,
    *outstanding.urlpatterns,
    *auditing.urlpatterns,
    *booking.urlpatterns,
    *recalling.urlpatterns,
    *reclaiming.urlpatterns,
    *returning.urlpatterns,
    *losses.urlpatterns,
    *costs.urlpatterns,
    *misuse.urlpatterns,
    path("<tag:asset_tag>/", views.device, name="device"),
]
