"""The terms with which a council begins, in plain words."""

from django.utils.translation import gettext_lazy as _

USUAL_TERMS = _(
    """What you note here about people in your ward is yours. The law calls you the controller: you decide what is noted and why. The council only keeps it for you. The law calls the council your processor.

What is kept: names, numbers, addresses and user names of people who are in touch with you as their ward councillor; who speaks for them; how they agreed to be contacted, and how you know that it is them; when you were in touch, on which device, and about what in one word, such as housing. If you keep a log of your own accounts, also the user names of people whom you shut out. No message is kept. Note nothing about their health, religion, politics or private life.

What for: so that you reach the right person, in a way that they agreed to. It is never used for a party or a campaign.

How long: until you delete it. You ask the council to delete somebody for you when you have not been in touch for some months: these pages say for how many, and who goes next, four weeks before. An entry of your log of who you shut out goes some months after it is over. When you leave office you choose: delete it, take it with you, or hand it to another councillor after telling the people. If you do not choose, it is closed, and then deleted.

The council does with it only what you do or ask for, here and on these pages: this is your instruction. If the council thinks that something you ask for is against the law, it tells you at once. It is kept in the United Kingdom, and goes nowhere else without your word.

While a request for information, a claim in court or an investigation is open that may need it, an information management officer can keep it from being deleted, by you too. They do not see it for that. You are told at once why, and when it ends, and you use it as before.

Other councillors see only what you share with them. Officers see totals only, and what you share, but for this: where something serious makes it needed, an information management officer can open your list for some hours, for a reason that they write down. You and the Monitoring Officer are told at once, and you see what was read. The few people who run the database could read it there: they may do so only to keep it running. All of them have promised to keep secrets.

The council keeps it safe: encrypted on its way, behind your password, and in its backups. What you delete is deleted here at once. It stays in backups until they are written over, and is deleted again should one be used.

The council uses no other company for it without telling you first, and you may object. Any such company is bound by the same terms.

If somebody asks to see, correct or delete what you keep about them, that is yours to answer. The council helps you to.

If something goes wrong, such as a loss or a leak, the council tells you without delay and helps you to tell the regulator and the people. It helps you too if you have to judge beforehand how risky something is.

You may ask at any time how the council keeps these terms, and check it."""  # noqa: E501  # one paragraph a line
)
"""Each point of UK GDPR Article 28(3), in the order in which a councillor asks."""
