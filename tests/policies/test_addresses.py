"""Words that are addresses of pages, and therefore of no policy."""

import pytest
from django.core.exceptions import ValidationError

from policies import urls
from policies.addresses import NOT_A_PAGE, PAGES

pytestmark = pytest.mark.no_database
FIRST_WORDS = {str(pattern.pattern).split("/")[0] for pattern in urls.urlpatterns}


def test_no_policy_takes_the_address_of_a_page_and_every_other_word_is_free():
    assert {word for word in FIRST_WORDS if word and "<" not in word} == set(PAGES.split("|"))


@pytest.mark.parametrize("word", PAGES.split("|"))
def test_such_a_word_is_refused(word):
    with pytest.raises(ValidationError, match="an address of its own"):
        NOT_A_PAGE(word)

    NOT_A_PAGE(f"{word}-policy")
