"""A kind of paper: what it is called, what may be chosen, and the way from what is asked to the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from organizations.models import User
from portal.papers.options import Options
from portal.place import Place


@dataclass(frozen=True)
class Asked:
    """Who asks for a paper of which plan, on what day, and how. `user` is None for a command."""

    place: Place
    user: User | None
    day: date
    options: Options


@dataclass(frozen=True)
class Paper:
    """A page of HTML and its style, ready for the renderer; `file_name` has no extension.

    `zoom` makes all of it smaller or larger, the sheet too. `docx` makes the same as .docx, None where a kind
    has no such form. `pdf` are bytes that were given out before and kept: they go out again as they are.
    `told` is what `PaperKind.printed` wants to know of the making.
    """

    html: str
    css: str
    file_name: str
    zoom: float = 1
    docx: Callable[[], bytes] | None = None
    pdf: bytes = b""
    told: Any = None


def nothing(asked: Asked, paper: Paper) -> None:
    """Do nothing once a paper is printed."""


@dataclass(frozen=True)
class PaperKind:
    """A kind. `fields` are the names of the `Options` it heeds, `parts` what it is made of, by code.

    `make` reads and composes: rows become documents in a number of queries that does not grow with them, then
    the page is a pure function of the documents, the day and the options. It raises PortalError, with a
    Japanese sentence, for what cannot be printed. `title` names the paper in a list of jobs. `printed` is
    called once the file is there (what material went where). A kind `of_plan` needs nothing but a plan: it
    stands on the page of all prints and may be a part of a pack.
    """

    code: str
    name: str
    about: str
    make: Callable[[Asked], Paper]
    title: Callable[[Asked], str]
    fields: Sequence[str] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    sizes: Sequence[str] = ()
    of_plan: bool = True
    printed: Callable[[Asked, Paper], None] = nothing
