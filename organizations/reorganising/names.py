"""Departments by the names people write: `情報管理課`, or `総務部 情報管理課` where two share a name."""

from collections import defaultdict
from collections.abc import Iterable

from organizations.models import Department
from organizations.text import normalise_width


def written(text: str) -> str:
    """Return a name as it is compared: widths alike, one space between words."""
    return " ".join(normalise_width(text).split())


def long_name(department: Department) -> str:
    """Return a department's name after that of the one above."""
    return f"{department.parent.name if department.parent else ''} {department.name}".strip()


class Directory:
    """Some departments, to be found by name. `parent` of each must be at hand."""

    def __init__(self, departments: Iterable[Department]):
        self._found: dict[str, list[Department]] = defaultdict(list)
        self.departments: list[Department] = []
        for department in departments:
            self.add(department)

    def add(self, department: Department) -> None:
        self.departments.append(department)
        for name in {written(department.name), written(long_name(department))}:
            self._found[name].append(department)

    def all_named(self, text: str) -> list[Department]:
        return self._found[written(text)]

    def find(self, text: str) -> Department | None:
        """Return the one department of this name, None where there is none. Raise ValueError for several."""
        found = self.all_named(text)
        if len(found) > 1:
            raise ValueError(
                f"「{text}」という部署が{len(found)}つあります。「上位の部署　部署」の形で書いてください。"
            )
        return found[0] if found else None

    def name(self, department: Department) -> str:
        """Return the shortest name that finds this department."""
        return department.name if len(self.all_named(department.name)) == 1 else long_name(department)
