"""The inventory: references of systems and procedures, twins among their rows, spans that cannot be."""

from collections.abc import Hashable, Iterator
from typing import Any

from exchange.checks.raw import inner, number, objects, raw_member, text, texts
from exchange.checks.references import DepartmentNames, Names, SystemNames, each_reference, one_reference
from exchange.checks.spans import reversed_dates
from exchange.checks.twins import key_twins, twins, year_of
from exchange.errors import Path, Problem


def inventory_errors(raw: Any) -> Iterator[Problem]:
    """Yield every error of contracts, of what hangs on systems, and of procedures."""
    yield from _contract_errors(raw)
    for path, system in objects(raw, "systems"):
        yield from reversed_dates(system, "started_on", "ended_on", path)
        yield from twins(objects(system, "migrations", path=path), "business")
        yield from twins(objects(system, "support_ends", path=path), "kind", _support_end)
        renewal = inner(system, "renewal")
        yield from twins(objects(renewal, "costs", path=(*path, "renewal")), "fiscal_year", year_of)
    yield from _procedure_errors(raw)


def inventory_warnings(raw: Any) -> Iterator[Problem]:
    """Yield the contracts that no system names: the document of the plan will not tell of them."""
    named = {name for path, part in objects(raw, "systems") for _, name in texts(part, "contracts", path)}
    for path, identity in _contracts(raw):
        if identity not in named:
            yield Problem(
                path,
                f"契約「{identity[:60]}」を挙げるシステムがありません。取り込みますが、計画文書を出力しても載りません。"
                "systems の contracts に書いてください。",
            )


def _contracts(raw: Any) -> Iterator[tuple[Path, str]]:
    """Yield what each contract is referred to by."""
    for path, contract in objects(raw, "contracts"):
        if identity := text(contract, "key") or text(contract, "name"):
            yield path, identity


def _contract_errors(raw: Any) -> Iterator[Problem]:
    yield from key_twins(objects(raw, "contracts"), "name", among_keyless=True)
    identities = [identity for _, identity in _contracts(raw)]
    contracts = Names("contracts の key", identities, raw_member(raw, "contracts"))
    for path, system in objects(raw, "systems"):
        yield from each_reference(system, "contracts", path, contracts)
    for path, contract in objects(raw, "contracts"):
        yield from reversed_dates(contract, "first_start", "first_end", path)
        yield from reversed_dates(contract, "first_start", "terminated_on", path)
        yield from twins(objects(contract, "amounts", path=path), "fiscal_year", year_of)


def _procedure_errors(raw: Any) -> Iterator[Problem]:
    departments, systems = DepartmentNames(raw), SystemNames(raw)
    for path, procedure in objects(raw, "procedures"):
        yield from one_reference(procedure, "department", path, departments)
        yield from one_reference(procedure, "system", path, systems)
        yield from twins(objects(procedure, "uses", path=path), "fiscal_year", year_of)
        for place, use in objects(procedure, "uses", path=path):
            online, every = number(use, "online"), number(use, "applications")
            if online is not None and every is not None and online > every:
                yield Problem(
                    (*place, "online"),
                    f"申請の総件数（{every:,}件）より多くなっています。件数を確かめてください。",
                )


def _support_end(entry: dict[str, Any]) -> Hashable | None:
    kind, on = text(entry, "kind"), text(entry, "on")
    return (kind, text(entry, "name"), on) if kind and on else None
