"""The edit pages of the inventory as one person uses them, and what stands in them."""

from typing import Any

from django.urls import reverse

from systems.models import InformationSystem, SystemDepartment
from tests.factories import make_department, make_plan, make_system, recorded
from tests.posted import posted_fields

CODE = "132209"


class Page:
    """An edit page: `save` posts what it shows with some controls changed."""

    def __init__(self, client, name: str, *args: Any, query: str = ""):
        self.client, self.url = client, reverse(f"systems:{name}", args=args) + query

    def shown(self) -> dict[str, Any]:
        return posted_fields(self.client.get(self.url))

    def save(self, data: dict[str, Any] | None = None, /, **typed: Any):
        """Post; in `typed` `__` stands for `-`."""
        named = {name.replace("__", "-"): value for name, value in typed.items()}
        return self.client.post(self.url, {**(data or self.shown()), **named})


def refusals(response) -> list[str]:
    """Return every error sentence of a page that was shown again."""
    forms = response.context["page"].all_forms
    return [text for form in forms for texts in form.errors.values() for text in texts]


@recorded
def hold(system: InformationSystem, name: str = "市民課") -> None:
    """Give a system to a department of its city."""
    department = make_department(name, municipality=system.municipality)
    SystemDepartment.objects.create(system=system, department=department)


def a_system(name: str = "住民記録システム", department: str = "市民課", **fields) -> InformationSystem:
    """Return a system of the city's plan, held by a department."""
    system = make_system(name=name, plan=make_plan(), **fields)
    hold(system, department)
    return system
