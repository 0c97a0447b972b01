"""Names of people in a message: after a title, after a word of kin, after a greeting, or in full.

Councillors are named in public, so they are not looked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from consent.sending.numbers import NEAR, ROADS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Span = tuple[int, int]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORD = r"[^\W\d_a-z][\w'-]+"
TITLES = (
    "MRS?|MS|MISS|DR|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Revd|Reverend|Sir|Lady|Dame|Lord|"
    "Sister|Father"
)
KIN = (
    "son|daughter|wife|husband|partner|girlfriend|boyfriend|ex|mother|father|mum|dad|brother|"
    "sister|uncle|aunt|nephew|niece|grandson|granddaughter|neighbour|tenant|landlord|carer|friend|"
    "named|called|behalf of"
)
NOBODY = _set(
    "all any anyone are both can colleagues could customer do everybody everyone folks for "
    "friends "
    "from good have he hello here hi hope how i i'd i'll i'm i've if in is it it's its just many "
    "may my neighbour neighbours no not now of on one our please resident residents sir sirs "
    "so sorry team thank thanks that the there they this to today tonight was we we're "
    "we've well what when where who why will would yes yesterday you your madam cllr councillor "
    "chair chairman mayor monday tuesday wednesday thursday friday saturday sunday"
)
OFFICES = _set(
    "advocate chamberlain chancellor chair chairman chairwoman chief deputy justice lieutenant "
    "madam mayor president provost speaker spiritual"
)
OF_BODIES = _set(
    "act action advice agency agenda allowance annual app app's application area assembly "
    "association "
    "authority avenue badge bank benefit benefits bill black blue board borough british budget "
    "building business cabinet card care central centre centre's chair chief child children "
    "children's "
    "christmas church city civic climate code college commission commissioner commissioner's "
    "committee committee's communications community company conduct conservation constitution "
    "constitutional contact council council's councils councillor councillors county court credit "
    "crime "
    "data day democratic department development director directorate disability district document "
    "easter east education election emergency energy england english environment environmental "
    "equality european european's executive facebook fair family finance fire food forum free "
    "freedom "
    "full functions fund general government green group hall health high highways history home "
    "hospital house household housing human income information ireland job jobcentre justice king "
    "kingdom "
    "labour leader leisure liberal library licensing lib local london lord main management mayor "
    "media "
    "meeting member members members' mental messenger minister ministry monitoring month national "
    "neighbourhood new news north northern office officer officers ombudsman order pack palace "
    "panel "
    "parish park parking parliament party payment pension personal plan planning police policy "
    "post "
    "pride prime primary programme project property protection protocol public queen railway "
    "recycling red "
    "register registrar regulation regulations report resident residents residents' review rights "
    "road royal "
    "rule safety saint school schools scotland scottish scrutiny secondary secretary security "
    "sector "
    "senior service services social society south southern speaker special sport sports standards "
    "state station statement street strategy support surgery tax team technology tenants tory "
    "town trade "
    "transport treasury tribunal trust twitter union united universal university valley wales "
    "ward waste "
    "week welfare welsh west western what's whatsapp white works working youth zoom january "
    "february "
    "march april may june july august september october november december monday tuesday "
    "wednesday "
    "thursday friday saturday sunday"
)
"""Words of bodies, places, laws and days: two capitals with one of these are no person."""
FIRST_NAMES = _set(
    "aaron abdul abigail adam adrian ahmed aisha alan albert alex alexander alfie ali alice "
    "alison "
    "amanda amelia amir amy andrea andrew angela anita ann anna anne anthony arthur ashley "
    "barbara "
    "barry ben benjamin bernard beth bob brenda brian bridget callum carl carol caroline "
    "catherine "
    "charles charlotte cheryl chloe chris christina christine christopher claire clare clive "
    "colin "
    "craig daniel daniela darren dave david dawn deborah debbie denise dennis derek diana diane "
    "dominic donald donna doreen dorothy duncan edward eileen elaine eleanor elena elizabeth ella "
    "ellen emily emma eric ethan eva evan evelyn farah fatima fiona frank fred gail gareth gary "
    "gavin geoff geoffrey george gerald gillian glen gordon graham greg hannah harold harriet "
    "harry "
    "hassan hayley heather helen henry howard hugh hussein ian ibrahim imran irene isaac isabel "
    "jack jackie jacob jacqueline jake james jamie jan jane janet janice jason jean jeff jennifer "
    "jenny jeremy jessica jim jo joan joanna joanne joe john jonathan jordan joseph josh joshua "
    "joyce judith julia julian julie june karen karim kate katherine kathleen katie keith kelly "
    "ken "
    "kenneth kevin khadija kim kirsty kit laura lauren lawrence lee leon leonard leslie lewis "
    "liam "
    "linda lisa liz louis louise lucy luke lynn malcolm marcus margaret maria marie marilyn "
    "marion "
    "martin mary matthew maureen megan mehmet michael michelle mike miriam mohamed mohammad "
    "mohammed molly muhammad nadia naomi natalie natasha neil nicholas nick nicola nigel noah "
    "oliver olivia omar pamela pat patricia patrick paul paula pauline peter phil philip phillip "
    "piotr priya rachel raj ralph raymond rebecca rekha richard rita rob robert robin roger "
    "ronald "
    "rosemary roy russell ruth ryan sally sam samantha samir samuel sandra sanjay sarah scott "
    "sean "
    "sharon sheila shirley simon sophie stacey stanley stella stephanie stephen steve steven "
    "stuart "
    "sunil susan suzanne sylvia tania tara teresa terry theresa thomas tim timothy tina tom tony "
    "tracey tracy trevor valerie vanessa veronica vikram vincent wayne wendy william yasmin yusuf "
    "yvonne zainab zoe"
)
NO_NAMES = OF_BODIES | OFFICES | NOBODY
PLACE = re.compile(
    rf"(?i)(?:{ROADS}|school|academy|church|hospital|centre|hall|library|station|college|club|"
    r"cathedral|ward|way|bridge|arms|day|week|lewis|committee|council)\Z"
)
TITLED = re.compile(rf"\b(?:{TITLES})\b\.?\s+({WORD}(?:[ ]{WORD}){{0,2}})")
SMALL_TITLED = re.compile(r"\b(?:mr|mrs)\b\.?\s+([a-z][\w'-]+)")
OF_KIN = re.compile(rf"(?i:\b(?:{KIN})\b)(?i: is| was)?,?\s+({WORD}(?:[ ]{WORD}){{0,2}})")
PAIR = re.compile(rf"(?<![\w'-])(?=({WORD})[ ]({WORD}(?:[ ]{WORD})?))")
LETTERS = r"[^\W\d_A-Z]+"
CAPITALS = rf"[^\W\d_a-z](?:'[^\W\d_a-z])?{LETTERS}(?:-[^\W\d_a-z]{LETTERS})*"
WITHIN = re.compile(
    rf"(?<=[^\W\d_A-Z,][ ])({CAPITALS})[ ]({CAPITALS})(?![ ]{CAPITALS}[ ]{CAPITALS})"
)
"""Two words with capitals inside a sentence: so people of every origin are found, not those of a
list of first names alone.
"""
GREETED = re.compile(
    r"(?:^|(?<=[\n.!?]))\s*(?i:hello|hi|hiya|hey|dear|good (?:morning|afternoon|evening))[ ,]+"
    rf"((?:(?i:{TITLES})\.?[ ])?({WORD}(?:[ ]{WORD}){{0,2}}))"
)
BEFORE = re.compile(r"(?i)\b(?:cllr|councillor|alderman|mayor|minister|mp)\.?\s+\Z")


def names(text: str) -> Iterator[Span]:
    """Everybody who is named, councillors and whoever is greeted aside."""
    welcomed = {match.start(1) for match in GREETED.finditer(text)}
    for start, first, end in _named(text):
        name = person(text[first:end])
        if name and start not in welcomed and not BEFORE.search(text[max(0, start - NEAR) : start]):
            yield start, first + len(name)


def greeted(text: str) -> Iterator[Span]:
    """Who is greeted by name: no harm by itself, as they know their name."""
    for match in GREETED.finditer(text):
        name = person(match[2])
        if name:
            yield match.start(1), match.start(2) + len(name)


def person(words: str) -> str:
    """The words that name somebody: none of a street or an office, or of the next sentence."""
    while words and _plain(words.rsplit(maxsplit=1)[-1]) in NOBODY:
        words = words.rpartition(" ")[0]
    plain = [_plain(word) for word in words.split()]
    is_nobody = not plain or plain[0] in NOBODY or OFFICES & set(plain) or PLACE.match(plain[-1])
    return "" if is_nobody else words


def _plain(word: str) -> str:
    return word.lower().removesuffix("'s")


def _named(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each begins with its title, without it, and where it ends."""
    for pattern in (TITLED, SMALL_TITLED):
        for match in pattern.finditer(text):
            yield match.start(), match.start(1), match.end()
    yield from _in_full(text)
    for match in OF_KIN.finditer(text):
        yield match.start(1), match.start(1), match.end()


def _in_full(text: str) -> Iterator[tuple[int, int, int]]:
    """First name and surname: by a first name that is known, or by their capitals."""
    for match in PAIR.finditer(text):
        if match[1].lower() in FIRST_NAMES and person(match[2]):
            yield match.start(1), match.start(1), match.end(2)
    for match in WITHIN.finditer(text):
        if not NO_NAMES & {_plain(match[1]), _plain(match[2])}:
            yield match.start(1), match.start(1), match.end(2)
