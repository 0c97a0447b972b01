"""The words of reports, and the index that finds them."""

from django.contrib.postgres.indexes import GinIndex

from councilgov.full_text import words_in

SAID = words_in("happened")
BY_WORDS = GinIndex(SAID, name="breaches_incident_words")
