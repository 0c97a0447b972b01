"""The terms with which a council begins, in plain words."""

from django.utils.translation import gettext_lazy as _

USUAL_TERMS = _(
    """What you note here about people in your ward is yours. The law calls you the controller: you decide what is noted and why. The council only keeps it for you. The law calls the council your processor.

What is kept: names, numbers, addresses and user names of people who are in touch with you as their ward councillor, how they agreed to be contacted, and when you were in touch. No message is kept. Note nothing about their health, religion, politics or private life.

What for: so that you reach the right person, in a way that they agreed to. It is never used for a party or a campaign.

How long: until you delete it, or until you leave office. Then you choose: delete it, take it with you, or hand it to another councillor after telling the people.

The council does with it only what you do or ask for on these pages. If the council thinks that something you ask for is against the law, it tells you at once.

Nobody else sees it. Officers see totals only, and no pages of yours. Whoever works on the portal has promised to keep secrets.

The council keeps it safe: encrypted on its way, behind your password, copied every night, and open to you alone.

The council uses no other company for it without telling you first, and you may object. Any such company is bound by the same terms.

If somebody asks to see, correct or delete what you keep about them, that is yours to answer. The council helps you to.

If something goes wrong, such as a loss or a leak, the council tells you without delay and helps you to tell the regulator and the people.

You may ask at any time how the council keeps these terms, and check it."""  # noqa: E501  # one paragraph a line
)
"""Each point of UK GDPR Article 28(3), in the order in which a councillor asks."""
