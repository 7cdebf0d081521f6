"""The final rounds of a plan. Working state (rounds under way, samples) is neither read nor touched."""

from collections.abc import Iterator

from exchange import shapes
from exchange.dumping.rounds import told_rounds
from exchange.editions import HeldNames
from exchange.errors import Problem
from exchange.loading.context import Loading, Part
from exchange.loading.meetings import load_meetings, meeting_problems
from exchange.loading.reports import Reports, load_reports
from exchange.sync import Wanted, sync_rows
from plans.models import Plan
from reviews.models import Condition, ReviewRound


def load_what_happened(loading: Loading) -> None:
    """Load the rounds with what was reported in them, and the meetings."""
    stored = list(told_rounds(loading.plan))
    rounds: dict[str, ReviewRound] = {}
    if stored or loading.parts("rounds"):
        rounds = _load_rounds(loading, stored)
        load_reports(Reports.of(loading, rounds))
    load_meetings(loading, rounds)


def _load_rounds(loading: Loading, stored: list[ReviewRound]) -> dict[str, ReviewRound]:
    """Sync the rounds and return those of the document by key."""
    parts = loading.parts("rounds")
    fixed = {"plan": loading.plan, "state": ReviewRound.State.FINAL}
    wanted = [Wanted(part["key"], shapes.ROUND.read(part) | fixed) for part in parts]
    synced = sync_rows(ReviewRound, stored, wanted, lambda row: row.key)
    going = [row for row in synced.missing if not is_kept(row, loading.held)]
    loading.forget(ReviewRound, going)
    loading.forget(Condition, list(Condition.objects.filter(round__in=going)))
    rounds = {row.key: row for row in synced.rows}
    _link(list(zip(synced.rows, parts, strict=True)), rounds, {row.pk for row in stored})
    return rounds


def _link(pairs: list[tuple[ReviewRound, Part]], rounds: dict[str, ReviewRound], told: set[int]) -> None:
    """Say which round came before which; one that the document does not tell of stays as it is."""
    linked = {
        row: rounds.get(part.get("previous"))
        for row, part in pairs
        if part.get("previous") or row.previous_id in told
    }
    wanted = [Wanted(row.pk, {"previous": previous}) for row, previous in linked.items()]
    sync_rows(ReviewRound, linked, wanted, lambda row: row.pk)


def problems_of_what_happened(
    document: Part, plan: Plan, held: HeldNames, *, end_missing: bool
) -> list[Problem]:
    """Return what contradicts the stored rounds and meetings."""
    return [
        *round_problems(document, plan, held, end_missing=end_missing),
        *meeting_problems(document, plan, held, end_missing=end_missing),
    ]


def is_kept(review_round: ReviewRound, held: HeldNames) -> bool:
    """Say whether an edition holds a round: then it stays, whatever a file lacks."""
    return review_round.edition_id is not None or review_round.key in held.rounds


def round_problems(document: Part, plan: Plan, held: HeldNames, *, end_missing: bool) -> Iterator[Problem]:
    """Yield what contradicts the stored rounds: keys that a round under way has, held rounds left out."""
    stored = {row.key: row for row in ReviewRound.objects.filter(plan=plan).order_by("fiscal_year", "part")}
    told = {row.key: row for row in stored.values() if row.is_final and not row.is_sample}
    parts = document.get("rounds") or []
    for index, part in enumerate(parts):
        row = stored.get(part["key"])
        if row is not None and row.key not in told:
            state = "サンプル" if row.is_sample else row.get_state_display()
            yield Problem(
                ("rounds", index, "key"),
                f"調査「{row.key}」は、この計画では{state}です。文書に書けるのは確定した調査だけです。"
                "その調査を確定するか取り除いてから、取り込んでください。",
            )
    named = {part["key"] for part in parts}
    for key, row in told.items():
        if key not in named and not end_missing and is_kept(row, held):
            yield Problem(
                ("rounds",),
                f"調査「{key}」は確定版にあるため削除できません。文書に残すか、"
                "--end-missing を付けて、調査をそのまま残して取り込んでください。",
            )
