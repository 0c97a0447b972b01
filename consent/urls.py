"""Addresses of permission to contact."""

from consent.accepting import urls as accepting
from consent.adding import urls as adding
from consent.calling import urls as calling
from consent.channelling import urls as channelling
from consent.contacting import urls as contacting
from consent.counting import urls as counting
from consent.disclosing import urls as disclosing
from consent.enquiring import urls as enquiring
from consent.exporting import urls as exporting
from consent.freshness import urls as freshness
from consent.holding import urls as holding
from consent.keeping import urls as keeping
from consent.leaving import urls as leaving
from consent.opening import urls as opening
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
    *opening.urlpatterns,
    *enquiring.urlpatterns,
    *wording.urlpatterns,
    *permitting.urlpatterns,
    *stopping.urlpatterns,
    *receipting.urlpatterns,
    *keeping.urlpatterns,
    *holding.urlpatterns,
    *exporting.urlpatterns,
    *leaving.urlpatterns,
    *adding.urlpatterns,
    *sending.urlpatterns,
    *calling.urlpatterns,
    *social.urlpatterns,
    *disclosing.urlpatterns,
    *contacting.urlpatterns,
    *freshness.urlpatterns,
]
