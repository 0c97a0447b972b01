"""Invented policies of the invented council, in Markdown, and an invented report on one of them."""

HYBRID = """
## Purpose

1. This guidance helps councillors who join a meeting by video.
2. It covers informal meetings, briefings and training. It does not cover formal meetings, where the
   law says who has to be in the room.

## Before the meeting

1. Use the device that the council gave you.
2. Choose a room where nobody else can hear you or see your screen.
3. Read the papers in the portal. Do not ask for copies by email.

## In the meeting

1. Keep your camera on while you speak.
2. Do not record the meeting, and do not let software record it or write it down for you.
3. Say so at once if somebody who should not be there can hear.

## After the meeting

1. Close the papers and lock your screen.
2. Tell the ICT service desk at once if you think that somebody else was listening.
"""

GIFTS = """
## Purpose

1. This protocol says what councillors do when somebody offers them a gift or hospitality because
   they are a councillor.

## What to refuse

1. Refuse a gift or hospitality from anybody who waits for a decision of the council.
2. Refuse money and vouchers, whatever their worth.

## What to register

1. Register every gift and all hospitality worth £50 or more, accepted or refused.
2. Register it with the Monitoring Officer within 28 days.
3. Say who offered it, when, what it was, and what you did.

## Advice

1. If you are not sure, ask the Monitoring Officer before you accept.
"""

IMPLICATIONS = {
    "priorities": "Supports the priority “An open council”.",
    "resources": "None: the register of interests holds what is registered.",
    "social_value": "N/A",
    "legal": "5.4.1 The amount is for the council to set. The duty to register disclosable "
    "pecuniary interests stays as it is (Localism Act 2011).",
    "risk": "Without one text, councillors may register different things.",
    "equalities": "None",
    "consultation": "All group leaders were asked in writing. Their answers agree.",
    "insight": "None",
}
REPORT: dict[str, object] = {
    "report_of": "Head of Information Management",
    "contact": "Priya Lindqvist, information@demo.example",
    "wards": "All",
    "summary": "This report asks the committee to recommend the Gifts and Hospitality Protocol to "
    "the Council.",
    "recommendations": "1. That the committee comment on the Gifts and Hospitality Protocol.\n\n"
    "2. That the committee recommend it to the Council.",
    "why_needed": "1.1 Councillors asked what they have to register, and by when. The advice so "
    "far stands in three letters.",
    "reasons": "2.1 One text that everybody signs is easier to follow than three letters.",
    "alternatives": "3.1 Keep the three letters: not recommended, as they differ on the amount.\n\n"
    "3.2 Register everything whatever its worth: not recommended, as nobody could keep it up.",
    "after_decision": "4.1 Once the Council has decided, the protocol is published and councillors "
    "are asked to sign it.",
    "implications": IMPLICATIONS,
    "terms_of_reference": "Constitution, part 3, section 7: the Governance Committee advises the "
    "Council on the conduct of councillors.",
    "background_papers": "Letters of advice on gifts, 2019 to 2023\nAnswers of the group leaders",
}

REVISION: dict[str, object] = REPORT | {
    "summary": "This report asks the committee to approve a new version of a policy that names an "
    "Act which is no longer in force.",
    "recommendations": "1. That the committee approve the new version.",
    "why_needed": "1.1 The text names the Data Protection Act. Since 2018 that is another Act.",
    "reasons": "2.1 Councillors should not sign a text that names the wrong Act.",
    "alternatives": "3.1 Leave the text as it is: not recommended, as readers look the Act up.",
    "after_decision": "4.1 The new version is published and councillors are asked to sign it.",
    "implications": IMPLICATIONS
    | {"legal": "5.4.1 The Data Protection Act 2018 replaced that of 1998.", "risk": "None"},
    "terms_of_reference": "Constitution, part 3, section 7: the Governance Committee approves "
    "guidance to councillors.",
    "background_papers": "",
}
NEW_ACT = {"Data Protection Act (DPA)": "Data Protection Act 2018 (DPA)"}
