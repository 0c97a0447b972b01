"""Addresses of permission to contact."""

from consent.accepting import urls as accepting
from consent.adding import urls as adding
from consent.calling import urls as calling
from consent.channelling import urls as channelling
from consent.contacting import urls as contacting
from consent.counting import urls as counting
from consent.freshness import urls as freshness
from consent.keeping import urls as keeping
from consent.permitting import urls as permitting
from consent.receipting import urls as receipting
from consent.sending import urls as sending
from consent.social import urls as social
from consent.stopping import urls as stopping
from consent.wording import urls as wording

app_name = "consent"
urlpatterns = [
    *accepting.urlpatterns,
    *channelling.urlpatterns,
    *counting.urlpatterns,
    *wording.urlpatterns,
    *permitting.urlpatterns,
    *stopping.urlpatterns,
    *receipting.urlpatterns,
    *keeping.urlpatterns,
    *adding.urlpatterns,
    *sending.urlpatterns,
    *calling.urlpatterns,
    *social.urlpatterns,
    *contacting.urlpatterns,
    *freshness.urlpatterns,
]
