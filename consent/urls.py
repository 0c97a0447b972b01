"""Addresses of permission to contact."""

from consent.adding import urls as adding
from consent.permitting import urls as permitting

app_name = "consent"
urlpatterns = [
    *permitting.urlpatterns,
    *adding.urlpatterns,
]
