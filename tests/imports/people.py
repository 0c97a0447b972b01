"""An importable for the tests: people, known by their email address."""

from councilgov.access import Right
from councilgov.imports import cells
from councilgov.imports.importables import (
    Change,
    Column,
    Importable,
    KnownExport,
    Outcome,
    Verdict,
    refuse_repeated,
)
from councilgov.people.models import User
from councilgov.records import keep_all

EMAIL = Column(
    name="email",
    label="Email",
    synonyms=("UPN",),
    example="pat@barchester.example",
    is_required=True,
    read=cells.email,
)
OTHERS = (
    Column(name="full_name", label="Full name", synonyms=("Name",), read=cells.words(150)),
    Column(name="known_as", label="Known as", hint="How they are greeted.", read=cells.words(150)),
    Column(name="phone", label="Phone", read=cells.phone),
)


def judge(rows, *, by, lock):
    refuse_repeated(rows, EMAIL)
    found = User.objects.filter(email__in=[row.values.get("email") for row in rows])
    known = {person.email: person for person in (found.select_for_update() if lock else found)}
    return [judged(row, known.get(row.values.get("email"))) for row in rows]


def judged(row, person):
    given = {column.name: row.values[column.name] for column in OTHERS if column.name in row.values}
    if person is None and "full_name" not in given:
        row.refuse("Somebody new needs a name.", "full_name")
    changes = [
        Change(str(column.label), getattr(person, column.name, ""), given[column.name])
        for column in OTHERS
        if column.name in given and given[column.name] != getattr(person, column.name, "")
    ]
    what = row.values.get("email", "")
    if person is None:
        return Verdict(row, Outcome.CREATE, what, changes, User(email=what, **given))
    outcome = Outcome.UPDATE if changes else Outcome.UNCHANGED
    for name, value in given.items():
        setattr(person, name, value)
    return Verdict(row, outcome, what, changes, person)


def apply(verdicts, *, by, step):
    new = [verdict.plan for verdict in verdicts if verdict.outcome == Outcome.CREATE]
    changed = [verdict.plan for verdict in verdicts if verdict.outcome == Outcome.UPDATE]
    keep_all(new, by=by, why="Import")
    step(len(new))
    fields = [column.name for column in OTHERS]
    keep_all(changed, by=by, why="Import", fields=fields)
    step(len(changed))


PEOPLE = Importable(
    name="people",
    title="Import people",
    counted=lambda n: f"{n} people" if n != 1 else "1 person",
    right=Right.INVITE,
    columns=[EMAIL, *OTHERS],
    judge=judge,
    apply=apply,
    page="accounts:people",
    introduction="One row for each person.",
    exports=[
        KnownExport(
            title="The personnel system",
            headings=["Staff no", "Mail", "Display name"],
            columns=[("Mail", "email"), ("Display name", "full_name"), ("Tel", "phone")],
        )
    ],
    consequences=lambda verdicts: [
        f"{sum(verdict.outcome == Outcome.CREATE for verdict in verdicts)} people are new."
    ],
)
IMPORTABLES = [PEOPLE]
HEADINGS = "Email,Full name,Known as,Phone"
