"""The two trees of a document: policies and chapters."""

from collections.abc import Callable
from typing import Any

from django.db import models

from exchange import shapes
from exchange.dumping.names import Names
from exchange.dumping.rounds import WhatHappened
from plans.models import BasicPolicy, Plan


def policy_parts(plan: Plan, names: Names, happened: WhatHappened) -> list[dict[str, Any]]:
    def part(policy: BasicPolicy) -> dict[str, Any]:
        links = policy.policy_departments.all()
        return shapes.POLICY.write(policy) | {
            "key": None if policy.key == policy.code else policy.key,
            "departments": [names.departments[link.department_id] for link in links],
            "reports": happened.of_subject(policy),
        }

    return _nested(plan.policies.prefetch_related("policy_departments"), part)


def chapter_parts(plan: Plan) -> list[dict[str, Any]]:
    return _nested(plan.chapters.all(), shapes.CHAPTER.write)


def _nested(rows: models.QuerySet, part_of: Callable[[models.Model], dict[str, Any]]) -> list[dict[str, Any]]:
    parts = {row.pk: part_of(row) | {"children": []} for row in rows}
    top = []
    for row in rows:
        siblings = parts[row.parent_id]["children"] if row.parent_id in parts else top
        siblings.append(parts[row.pk])
    return top
