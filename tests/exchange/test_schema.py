import json
from pathlib import Path

import pytest
from django.core.management import call_command

from exchange.schema import Document
from exchange.schema.document import parts_of
from exchange.schema.published import published_schema
from tests.exchange.sample import full_document, inventory_document

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "ict-plan.schema.json"

# Every object of the format, key by key, as the table of the format describes it.
KEYS = {
    "": (
        "format municipality departments plan references policies chapters tables axes committees"
        " making cycle rounds meetings measures plan_costs carried_over generations systems contracts"
        " procedures surveys glossary notes"
    ),
    "municipality": "code name kind notes",
    "departments": "key name parent kind from until successors notes",
    "plan": (
        "code title subtitle start_fiscal_year end_fiscal_year start_on end_on extended issued_on"
        " publisher editor vision scope revision_rule predecessor policy_levels renewal_lead_months"
        " labels phases achievements directions rules evaluation_bodies"
        " criteria notes"
    ),
    "plan.extended": "on until text notes",
    "plan.labels": "measure departments issues approach content goal schedule is_new is_priority notes",
    "plan.phases": "label stage notes",
    "plan.achievements": "label code meaning notes",
    "plan.directions": "label code resources meaning notes",
    "plan.rules": "code text notes",
    "plan.evaluation_bodies": "name verdicts rates_direction notes",
    "plan.evaluation_bodies.verdicts": "label code notes",
    "plan.criteria": "name labels good_end meaning notes",
    "references": (
        "kind title relation parent article issued_on revised_on start_fiscal_year end_fiscal_year notes"
    ),
    "policies": (
        "key code printed_code name description issues goal departments reportable outcome items reports"
        " children notes"
    ),
    "policies.items": "number name text mark on notes",
    "chapters": "number title kind body insert children notes",
    "tables": "number title kind unit source year_kind columns rows notes",
    "tables.columns": "label unit notes",
    "tables.rows": "label group level code formula values notes",
    "axes": "code name description categories notes",
    "axes.categories": "code label description notes",
    "committees": "name kind parent basis role duties members secretariat quorum notes",
    "committees.members": "post role notes",
    "committees.quorum": "text rule number notes",
    "making": "on until kind body subject notes",
    "cycle": "actor step months notes",
    "rounds": (
        "key name kind fiscal_year part part_label as_of asks answer_due opened_on final_on previous notes"
    ),
    "meetings": "body title held_on by_document round items attendance notes",
    "meetings.items": "kind title minutes outcome notes",
    "meetings.attendance": "post role state proxy_post opinion notes",
    "measures": (
        "key number printed_number name is_new is_priority added ended policy policy_candidates"
        " departments related_departments departments_text issues approach content goal items"
        " parent_plan_ref categories categories_unclear continues related_measures grounds systems"
        " schedule_state decision_due_fiscal_year schedule year_plans indicators costs"
        " budget_lines outcome reports notes"
    ),
    "measures.added": "fiscal_year label on body document_number notes",
    "measures.ended": "fiscal_year kind into reason on body document_number notes",
    "measures.continues": "ref basis notes",
    "measures.related_measures": "number text notes",
    "measures.schedule": "key label years notes",
    "measures.indicators": (
        "key name kind unit direction basis bound target target_text due_fiscal_year due_text"
        " from_fiscal_year group numerator denominator baseline baseline_on values notes"
    ),
    "measures.indicators.values": (
        "fiscal_year target value text achievement as_of state source judgement judgement_reason notes"
    ),
    "measures.costs": "fiscal_year initial running specific_funding total budget settled funding notes",
    "measures.costs.funding": "source budget settled notes",
    "measures.budget_lines": (
        "fiscal_year name account initial supplementary carried_in obligation settled settled_state national"
        " prefectural other general notes"
    ),
    "measures.outcome": ("achievement direction summary items target_phase as_of reported_fiscal_year notes"),
    "measures.reports": (
        "round situation achievement done issues effect year_plan carry_over_reason phases departments"
        " submitted_on late proxy_source evaluations conditions additions notes"
    ),
    "measures.reports.evaluations": (
        "body verdict label ratings comment direction goal resources decided_on notes"
    ),
    "measures.reports.conditions": ("text body department given_on due_on state answer closed_on notes"),
    "measures.reports.additions": "department text notes",
    "plan_costs": "fiscal_year amount approximate basis notes",
    "carried_over": "number title policy result direction notes",
    "generations": (
        "ordinal title issued_on start_fiscal_year end_fiscal_year themes rate_text rate"
        " includes_partly items lesson notes"
    ),
    "systems": (
        "key name group departments outline started_on started_kind is_priority migrates_to_next vendor"
        " product hosting location segment bcp_priority has_personal_information users yearly_cost"
        " standard_businesses migrations shared_with support_ends contracts successor ended_on renewal"
        " disclosure notes"
    ),
    "systems.migrations": "business state due reason notes",
    "systems.support_ends": "kind name on notes",
    "systems.renewal": (
        "current_end review_start specification_start procurement_fiscal_year contract_on build_start"
        " parallel_start next_start costs notes"
    ),
    "systems.renewal.costs": "fiscal_year amount basis notes",
    "contracts": (
        "key name kind counterpart number first_start first_end renews_automatically renewal_months"
        " notice_days extension_options obligation terminated_on alert_months amounts notes"
    ),
    "contracts.amounts": "fiscal_year amount notes",
    "procedures": ("name channel is_online started_on national_group department system uses notes"),
    "procedures.uses": "fiscal_year applications online target_rate notes",
    "surveys": "name from until population method sample returned valid rate means items notes",
    "surveys.means": "satisfaction importance notes",
    "surveys.items": "number field name satisfaction importance quadrant notes",
    "glossary": "term reading full_name aliases group explanation notes",
    "notes": "kind field printed text",
}


def part_at(path):
    part = Document
    for key in filter(None, path.split(".")):
        part = parts_of(part)[key]
    return part


@pytest.mark.parametrize(("path", "keys"), KEYS.items())
def test_an_object_has_its_keys_in_canonical_order(path, keys):
    assert part_at(path).keys() == keys.split()


def test_no_object_of_the_schema_is_missing_from_the_table():
    def parts(part, seen):
        if part not in seen:
            seen.add(part)
            for child in parts_of(part).values():
                parts(child, seen)
        return seen

    assert parts(Document, set()) == {part_at(path) for path in KEYS}


def test_notes_may_stand_on_every_object():
    assert {path for path in KEYS if "notes" not in part_at(path).keys()} == {"notes"}  # noqa: SIM118


def test_the_complete_samples_use_every_key():
    used = set()

    def walk(value, part):
        for key, member in value.items():
            used.add((part, key))
            child = parts_of(part).get(key)
            for entry in member if child and isinstance(member, list) else [member] if child else []:
                walk(entry, child)

    walk(full_document(), Document)
    walk(inventory_document(), Document)
    every = {(part_at(path), key) for path in KEYS for key in part_at(path).keys()}  # noqa: SIM118
    assert every - used == set()


def test_the_published_schema_is_true():
    assert PUBLISHED.read_text(encoding="utf-8") == published_schema()


def test_the_command_writes_the_published_schema(tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("write_schema")
    assert (tmp_path / "docs" / "ict-plan.schema.json").read_text(encoding="utf-8") == published_schema()
    assert "書き出しました。" in capsys.readouterr().out


def test_the_published_schema_refuses_unknown_keys_everywhere():
    definitions = json.loads(published_schema())["$defs"].values()
    assert all(definition["additionalProperties"] is False for definition in definitions)
