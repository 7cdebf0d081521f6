"""Making two documents comparable: keys filled in, and references by number, code or word turned into what
they mean, so that a renumbering shows once and not at everything that refers to it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from exchange.canonical import ordered
from exchange.comparing.identity import identities, key_of
from exchange.comparing.matching import match
from exchange.comparing.words import Ref
from exchange.schema.measures import IndicatorPart, MeasurePart, TrackPart
from exchange.schema.plan import AchievementPart, DirectionPart, PhasePart, PolicyPart
from exchange.schema.systems import ContractPart, SystemPart
from plans.models import EvaluationBody
from systems.disclosure import CHOICES, FIELDS

Values = dict[str, Any]
Refs = Mapping[str, Ref]
WORDS = {"phases": PhasePart, "achievements": AchievementPart, "directions": DirectionPart}


def comparable(old: Values, new: Values) -> tuple[Values, Values]:
    """Return two documents in canonical form with references for names; neither argument is changed."""
    old, new = ordered(old), ordered(new)
    words_old, words_new = _words(old["plan"], new["plan"])
    _Referring(old, words_old).replace()
    _Referring(new, words_new).replace()
    return old, new


def _words(old: Values, new: Values) -> tuple[dict[str, Refs], dict[str, Refs]]:
    """Return the plan's words by kind and label: a word that was renamed is the same one."""
    refs_old: dict[str, Refs] = {}
    refs_new: dict[str, Refs] = {}
    for kind, part in WORDS.items():
        found_old, found_new = {}, {}
        for place, pair in enumerate(match(old.get(kind, []), new.get(kind, []), identities(part)).matches):
            if pair.old:
                found_old[pair.old["label"]] = Ref((kind, place), pair.old["label"])
            if pair.new:
                found_new[pair.new["label"]] = Ref((kind, place), pair.new["label"])
        refs_old[kind], refs_new[kind] = found_old, found_new
    return refs_old, refs_new


class _Referring:
    """One document whose references are being replaced, in place."""

    def __init__(self, document: Values, words: Mapping[str, Refs]):
        self.document, self.words = document, words
        self.measures = {
            part["number"]: Ref(key_of(MeasurePart, part), f"{part['number']} {part['name']}")
            for part in document.get("measures", [])
        }
        self.policies = {
            part["code"]: Ref(
                key_of(PolicyPart, part), f"{part.get('printed_code', part['code'])} {part['name']}"
            )
            for part in _nodes(document.get("policies", []))
        }
        self.systems = {}
        for part in document.get("systems", []):
            self.systems[part.get("key", part["name"])] = Ref(key_of(SystemPart, part), part["name"])
            self.systems.setdefault(part["name"], Ref(key_of(SystemPart, part), part["name"]))
        self.contracts = {
            key: Ref(key, part["name"])
            for part in document.get("contracts", [])
            for key in [key_of(ContractPart, part)]
        }
        self.rounds = {part["key"]: Ref(part["key"], part["name"]) for part in document.get("rounds", [])}
        self.verdicts = {
            (body["name"], word["code"]): word["label"]
            for body in document["plan"].get("evaluation_bodies", [])
            for word in reversed(body.get("verdicts", []))
        }
        self.axes = {axis["code"]: Ref(axis["code"], axis["name"]) for axis in document.get("axes", [])}
        self.categories = {
            (axis["code"], part["code"]): Ref(part["code"], part["label"])
            for axis in document.get("axes", [])
            for part in axis.get("categories", [])
        }

    def replace(self) -> None:
        document = self.document
        for measure in document.get("measures", []):
            self._measure(measure)
        for system in document.get("systems", []):
            self._system(system)
        for contract in document.get("contracts", []):
            contract["key"] = key_of(ContractPart, contract)
        for procedure in document.get("procedures", []):
            _swap(procedure, "system", self.systems)
        for policy in _nodes(document.get("policies", [])):
            policy["key"] = key_of(PolicyPart, policy)
            self._reports(policy)
        for review_round in document.get("rounds", []):
            _swap(review_round, "previous", self.rounds)
        for meeting in document.get("meetings", []):
            _swap(meeting, "round", self.rounds)
        for issue in document.get("carried_over", []):
            _swap(issue, "policy", self.policies)

    def _system(self, system: Values) -> None:
        system["key"] = key_of(SystemPart, system)
        _swap(system, "successor", self.systems)
        _swap(system, "contracts", self.contracts)
        system.get("contracts", []).sort(key=lambda contract: contract.key)
        if disclosure := system.get("disclosure"):
            words = dict(CHOICES)
            system["disclosure"] = {
                FIELDS.get(field, field): words.get(value, value) for field, value in disclosure.items()
            }

    def _measure(self, measure: Values) -> None:
        measure["key"] = key_of(MeasurePart, measure)
        _swap(measure, "policy", self.policies)
        _swap(measure, "policy_candidates", self.policies)
        _swap(measure, "systems", self.systems)
        _swap(measure.get("ended", {}), "into", self.measures)
        for related in measure.get("related_measures", []):
            _swap(related, "number", self.measures)
        _swap(measure, "categories_unclear", self.axes)
        if "categories" in measure:
            measure["categories"] = {
                self.axes.get(axis, Ref(axis, axis)): [
                    self.categories.get((axis, code), Ref(code, code)) for code in codes
                ]
                for axis, codes in measure["categories"].items()
            }
        for indicator in measure.get("indicators", []):
            indicator["key"] = key_of(IndicatorPart, indicator)
        for track in measure.get("schedule", []):
            track["key"] = key_of(TrackPart, track)
            for year in track.get("years", {}):
                _swap(track["years"], year, self.words["phases"])
        self._reports(measure)
        outcome = measure.get("outcome", {})
        _swap(outcome, "target_phase", self.words["phases"])
        _swap(outcome, "achievement", self.words["achievements"])
        _swap(outcome, "direction", self.words["directions"])

    def _reports(self, subject: Values) -> None:
        tracks = {
            key: Ref(key, track.get("label", "工程"))
            for track in subject.get("schedule", [])
            for key in [key_of(TrackPart, track)]
        }
        for report in subject.get("reports", []):
            _swap(report, "round", self.rounds)
            _swap(report, "achievement", self.words["achievements"])
            if phases := report.get("phases"):
                for track in phases:
                    _swap(phases, track, self.words["phases"])
                report["phases"] = {tracks.get(key, Ref(key, key)): phases[key] for key in phases}
            for evaluation in report.get("evaluations", []):
                _swap(evaluation, "direction", self.words["directions"])
                self._verdict(evaluation)

    def _verdict(self, evaluation: Values) -> None:
        """Say the verdict in the body's words; its own word for a verdict is the same, however it reads."""
        verdict = evaluation["verdict"]
        plain = dict(EvaluationBody.Code.choices).get(verdict, verdict)
        word = self.verdicts.get((evaluation["body"], verdict), plain)
        evaluation["label"] = Ref(evaluation.get("label", (verdict,)), evaluation.get("label", word))


def _swap(values: Values, member: str, refs: Refs) -> None:
    """Replace the names of a member by what they refer to; a name that leads nowhere means itself."""
    match values.get(member):
        case None:
            return
        case list(names):
            values[member] = [refs.get(name, Ref(name, name)) for name in names]
        case name:
            values[member] = refs.get(name, Ref(name, name))


def _nodes(parts: list[Values]) -> Iterator[Values]:
    for part in parts:
        yield part
        yield from _nodes(part.get("children", []))
