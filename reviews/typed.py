"""What stands in the answer's form, as it would be posted: typed so far, stored, or said last time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BooleanField, Field, Form
from django.http import QueryDict

from measures.judging import show_figure
from reviews.asking import Asked
from reviews.models import ProgressReport, ReportDraft

Typed = dict[str, str]
NOT_TYPED = {"csrfmiddlewaretoken", "action", "revision", "newest", "draft", "remove"}
OF_DETAIL = ("phase_", "wish", "state_", "cost_state_")  # they begin filled in: as planned
OF_A_CHOICE = ("clash", "pick-", "theirs-")
KEEP, CHANGE = "keep", "change"


@dataclass(frozen=True)
class Clash:
    """One control that somebody else filled in otherwise meanwhile, as posted and as a person reads it."""

    name: str
    label: str
    theirs: str
    mine: str
    words: Mapping[str, str]

    @property
    def shown_theirs(self) -> str:
        return self.words.get(self.theirs, self.theirs) or "（空欄）"

    @property
    def shown_mine(self) -> str:
        return self.words.get(self.mine, self.mine) or "（空欄）"


def typed_by(data: QueryDict) -> Typed:
    """Return what a form posted, without what belongs to the page: as a draft is kept."""
    kept = (name for name in data if name not in NOT_TYPED and not name.startswith(OF_A_CHOICE))
    return {name: data[name].replace("\r\n", "\n") for name in kept}


def typed_so_far(asked: Asked, draft: ReportDraft | None) -> Typed:
    """Return what the form begins with: the draft, else the stored answer, else what is planned."""
    report = asked.report
    is_stored = report.has_answer or report.situation or report.year_plan  # it may have been taken back
    begins = stored(asked) if is_stored else planned(asked)
    return begins if draft is None else begins | dict.fromkeys(_CHECKED, "") | draft.data


_CHECKED = ("carries_over",)  # a box that is not ticked posts nothing


def planned(asked: Asked) -> Typed:
    """Return what an untouched form says: as planned, without a wish."""
    typed = {track.name: str(track.planned.pk) for track in asked.tracks}
    typed |= {cell.name: str(cell.planned.pk) if cell.planned else "" for cell in asked.cells}
    for one in asked.indicators:
        typed[f"state_{one.pk}"] = "速報" if one.kind == one.Kind.NUMERIC else "確定"
    typed |= {f"cost_state_{line.pk}": "見込" for line in asked.lines}
    return typed | {"wish": KEEP}


def stored(asked: Asked) -> Typed:
    """Return the answer as it was handed in (four queries)."""
    report = asked.report
    typed = planned(asked) | {name: getattr(report, name) for name in ProgressReport.TEXTS}
    typed |= {
        "situation": report.situation,
        "achievement": str(report.achievement_id or ""),
        "carries_over": "on" if report.carries_over else "",
        "carry_over_reason": report.carry_over_reason,
        "proxy_source": report.proxy_source,
    }
    typed |= {f"phase_{row.track_id}": str(row.phase_id) for row in report.phases.all()}
    for value in report.values.all():
        typed[f"value_{value.indicator_id}"] = shown_value(value.value, value.text)
        typed[f"state_{value.indicator_id}"] = value.state
    for cost in report.costs.all():
        typed[f"settled_{cost.line_id}"] = str(cost.settled)
        typed[f"cost_state_{cost.line_id}"] = cost.state
    wishes = list(report.wishes.all())
    typed |= {f"wish_{row.track_id}_{row.fiscal_year}": str(row.phase_id or "") for row in wishes}
    return typed | {"wish": CHANGE if wishes else KEEP, "wish_reason": report.wish_reason}


def shown_value(value: float | None, text: str) -> str:
    """Return a value as its control shows it: 1,234.5 without its unit."""
    return text if value is None else show_figure(value)


def clashes(mine: Mapping[str, str], theirs: Mapping[str, str], form: Form) -> list[Clash]:
    """Return the controls in which two drafts differ, in the order of the form."""
    return [
        Clash(name, field.label, theirs.get(name, ""), mine.get(name, ""), _words(field))
        for name, field in form.fields.items()
        if mine.get(name, "") != theirs.get(name, "")
    ]


def _words(field: Field) -> dict[str, str]:
    if isinstance(field, BooleanField):
        return {"on": "はい", "": "いいえ"}
    return {str(value): str(label) for value, label in getattr(field, "choices", ())}


def shown_draft(typed: Mapping[str, str], form: Form) -> list[tuple[str, str]]:
    """Return what was typed so far as a person reads it: labels and values, empty ones left out."""
    return [
        (field.label, _words(field).get(typed[name], typed[name]))
        for name, field in form.fields.items()
        if typed.get(name) and not name.startswith(OF_DETAIL)
    ]


def picked(data: QueryDict) -> QueryDict:
    """Return the posted form with the person's picks carried out: of each clash theirs or mine.

    Only when every clash has its pick does the form go on from the newest draft.
    """
    data = data.copy()
    names = data.getlist("clash")
    for name in names:
        if data.get(f"pick-{name}") == "theirs":
            data[name] = data.get(f"theirs-{name}", "")
    if names and all(data.get(f"pick-{name}") for name in names):
        data["revision"] = data.get("newest", "0")
    return data
