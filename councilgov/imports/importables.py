"""What can be imported: each kind is declared once, as data, by the app that takes the rows in.

The modules named in ``settings.IMPORTABLES`` each hold a list ``IMPORTABLES``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.forms.text import mid_sentence
from councilgov.imports import cells
from councilgov.imports.reading import read
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from councilgov.imports.cells import Reader
    from councilgov.imports.reading import Sheet
    from councilgov.people.models import User

    Step = Callable[[int], None]


KINDS_OF_FILE = ".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
"""What a file of rows may call itself."""
A_CSV_FILE = _("A CSV file")


class Outcome(TextChoices):
    """What becomes of a row."""

    CREATE = "create", _("New")
    UPDATE = "update", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


DOING = frozenset({Outcome.CREATE, Outcome.UPDATE})
"""The outcomes that write something."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """Something that a row may say. ``read`` makes a value of a cell, or refuses it in words.

    What it takes for None was not said, as in an empty cell.
    """

    name: str
    label: StrOrPromise
    hint: StrOrPromise = ""
    example: str = ""  # of the file to begin with
    synonyms: Sequence[str] = ()  # headings that mean it, besides its label
    is_required: bool = False  # in every row
    read: Reader = cells.text

    reads_days: bool = False  # so that a file with the month first is noticed

    @property
    def known_as(self) -> set[str]:
        """Every heading that means it, as ``cells.plain`` has them."""
        return {cells.plain(word) for word in (str(self.label), self.name, *self.synonyms)}


class Option(NamedTuple):
    """An answer that somebody may choose."""

    value: str
    label: str


class Question(NamedTuple):
    """What a file leaves open, asked once for all of its rows that it concerns."""

    key: str
    words: str
    options: Sequence[Option]
    default: str = ""  # what is taken to be the answer while nobody has given one
    hint: str = ""

    def answered(self, answers: Mapping[str, str]) -> str:
        """The answer, if it is still one of those that there are; or what is taken for it."""
        given = answers.get(self.key)
        return given if given in {option.value for option in self.options} else self.default


ONCE = "once:"
"""The key of a question begins so whose answer holds for one file, and no later one."""
OUT = "out"
"""The answer that leaves rows out. It holds for one file: in the next somebody may know better."""


class Fault(NamedTuple):
    """What is wrong with a row: with the cell of a column, or with no single one."""

    column: str
    message: str


class Change(NamedTuple):
    """What a row changes, in words."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class Row:
    """A row of the file: its number there, and the values of the cells that hold something."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    answers: Mapping[str, str] = field(default_factory=dict)  # of the whole file
    questions: list[Question] = field(default_factory=list)

    def ask(self, question: Question, column: str = "") -> str:
        """The answer to a question about it; without one it waits, and is refused."""
        self.questions.append(question)
        if not (answer := question.answered(self.answers)):
            self.refuse(_t("Answer the question about it first."), column)
        return answer

    def refuse(self, message: str, column: str = "") -> None:
        """Say what is wrong with it, at the cell of that column."""
        self.faults.append(Fault(column, str(message)))


@dataclass(slots=True)
class Verdict:
    """What becomes of a row. ``plan`` is whatever the importable needs to do it."""

    row: Row
    outcome: Outcome
    what: str = ""  # the row is about, in words
    changes: list[Change] = field(default_factory=list)
    plan: Any = None
    about: str = ""  # the key of what is there already, where its words do not tell it from others

    @property
    def fingerprint(self) -> tuple[str, list[list[str]], str]:
        """What was seen of it before it was applied."""
        return str(self.outcome), [list(change) for change in self.changes], self.about


@dataclass(frozen=True, kw_only=True)
class KnownExport:
    """A file that another program writes: known by its headings, which mean these columns."""

    title: StrOrPromise
    headings: Sequence[str]  # all of these are in it
    columns: Sequence[tuple[str, str]]  # heading, and the name of our column

    def is_of(self, headings: Iterable[str]) -> bool:
        return {cells.plain(word) for word in self.headings} <= set(map(cells.plain, headings))


class Absent(NamedTuple):
    """What is here and not in the file, in words; where that is seen to, and by which act."""

    what: str
    about: str
    href: str
    action: str


class Judge(Protocol):
    """Says of each row, in order, what becomes of it: with few queries for all of them.

    Rows with faults come too, as they may stand in the way of others, and stay refused. ``by`` is
    whose file it is. With ``lock`` what is found is locked, because it is about to be changed.
    """

    def __call__(self, rows: Sequence[Row], *, by: User, lock: bool) -> Sequence[Verdict]: ...


class Apply(Protocol):
    """Does what the verdicts say, which are new or changed: in sets, in the caller's transaction.

    ``step`` is told how many more are done.
    """

    def __call__(self, verdicts: Sequence[Verdict], *, by: User, step: Step) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Importable:
    """One kind of rows that come in from a spreadsheet.

    What is somebody's own is theirs alone: no colleague sees the file, its name, or that it is
    there; no name, heading or plain hash of it outlives it; and all of it is gone after a day.
    """

    name: str
    title: StrOrPromise  # Import devices
    counted: Callable[[int], str]  # 54 devices
    right: str
    columns: Sequence[Column]
    judge: Judge
    apply: Apply
    page: str  # the name of the address where they can be seen afterwards
    onward: Sequence[tuple[str, StrOrPromise]] = ()  # addresses where it goes on, in words
    exports: Sequence[KnownExport] = ()
    introduction: StrOrPromise = ""
    consequences: Callable[[Sequence[Verdict]], Sequence[str]] = lambda _verdicts: ()
    is_own: bool = False
    is_never_kept: Callable[[str], bool] = lambda _cell: False  # a cell that rules out its row
    check_may: Callable[[User], None] = lambda _user: None  # raises Refused, with the way out
    read: Callable[[bytes], Sheet] = read
    files: StrOrPromise = A_CSV_FILE
    kinds_of_file: str = KINDS_OF_FILE
    absent: Callable[[Sequence[Verdict]], Sequence[str]] = lambda _verdicts: ()
    """The keys of what a whole file would hold, and this one does not. Nothing is done to them."""
    show_absent: Callable[[Sequence[str]], Sequence[Absent]] = lambda _keys: ()
    """Those of them that are still here, in words."""
    absent_words: StrOrPromise = ""  # In office here, and not in the file

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


class UnknownImportable(LookupError):
    """No module of ``settings.IMPORTABLES`` declares it."""


@cache
def importables() -> dict[str, Importable]:
    """Every importable by its name."""
    modules = [import_module(name) for name in settings.IMPORTABLES]
    return {one.name: one for module in modules for one in module.IMPORTABLES}


def importable_of(name: str) -> Importable:
    """The importable of that name. Raises ``UnknownImportable``."""
    try:
        return importables()[name]
    except KeyError:
        raise UnknownImportable(name) from None


def own_kinds() -> list[str]:
    """The names of those of which each person has their own."""
    return [one.name for one in importables().values() if one.is_own]


def allowed(user: User) -> list[Importable]:
    """What this person may import."""
    return [one for one in importables().values() if user.has_perm(one.right)]


def refuse_repeated(rows: Iterable[Row], column: Column) -> None:
    """No two rows of a file may be of the same thing: both say so, and of which other row."""
    first: dict[Any, Row] = {}
    for row in rows:
        value = row.values.get(column.name)
        if value is None:
            continue
        other = first.setdefault(value, row)
        if other is not row:
            _refuse_both(row, other, column)


def _refuse_both(row: Row, other: Row, column: Column) -> None:
    told = _("Row %(row)d has the same %(what)s. Leave one of them out.")
    for one, twin in ((row, other), (other, row)):
        one.refuse(
            told % {"row": twin.number, "what": mid_sentence(str(column.label))}, column.name
        )


def twins(rows: Iterable[Row], of: Callable[[Row], Hashable]) -> Iterable[tuple[Row, Row]]:
    """Each row that is alike to an earlier one in this, with it, both ways round."""
    first: dict[Hashable, Row] = {}
    for row in rows:
        key = of(row)
        other = first.setdefault(key, row)
        if key and other is not row:
            yield row, other
            yield other, row


def read_cell(row: Row, column: Column, cell: str) -> None:
    """The value of a cell, or what is wrong with it."""
    try:
        value = column.read(cell)
    except Refused as refusal:
        row.refuse(str(refusal), column.name)
    else:
        if value is not None:
            row.values[column.name] = value
