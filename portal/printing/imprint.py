"""What a paper says of where its words come from: the edition, the day, the digest of its document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from exchange.canonical import canonical_bytes
from exchange.freeze import digest_of
from organizations.fiscal_years import show_day

SHOWN_DIGITS = 12
CURRENT = "印刷の時点の計画"


@dataclass(frozen=True)
class Imprint:
    """`edition` names a 確定版, "" the plan as it stands. `digest` is the document's SHA-256 in hex."""

    edition: str
    digest: str
    day: date

    @property
    def edition_name(self) -> str:
        return self.edition or CURRENT

    @property
    def line(self) -> str:
        """Return the last line of a paper: 版 当初　基準日 令和8年11月21日　識別 0123456789ab."""
        return f"版 {self.edition_name}　基準日 {show_day(self.day)}　識別 {self.digest[:SHOWN_DIGITS]}"


def imprint_of(document: Mapping[str, Any], day: date, *, edition: str = "") -> Imprint:
    """Return the imprint of a paper made from `document` (ict-plan/1, canonical or not) on `day`."""
    return Imprint(edition, digest_of(canonical_bytes(dict(document))), day)
