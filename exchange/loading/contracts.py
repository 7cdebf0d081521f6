"""Contracts of the city, and which systems each of them covers."""

from exchange import shapes
from exchange.inventory_order import identity_of
from exchange.loading.context import Loading, Part
from exchange.loading.spans import refuse_reversed
from exchange.sync import Wanted, sync_rows
from systems.models import Contract, ContractAmount, ContractSystem, InformationSystem

SPANS = [("first_start", "first_end"), ("first_start", "terminated_on")]


def load_contracts(loading: Loading) -> None:
    """Load the contracts of the document. Others of the city stay, as does what the document leaves out."""
    parts, city = loading.parts("contracts"), loading.plan.municipality
    if not parts:
        return
    wanted = [
        Wanted(
            identity_of(part),
            shapes.CONTRACT.read(part, unless_said=shapes.CONTRACT.attributes)
            | {"municipality": city, "key": identity_of(part)},
        )
        for part in parts
    ]
    existing = list(Contract.objects.filter(municipality=city))
    entries = [(place, part, want) for place, (part, want) in enumerate(zip(parts, wanted, strict=True))]
    refuse_reversed("contracts", entries, {row.key: row for row in existing}, SPANS)
    contracts = sync_rows(Contract, existing, wanted, lambda row: row.key).rows
    loading.contracts = {contract.key: contract for contract in contracts}
    told = [contract for contract, part in zip(contracts, parts, strict=True) if part.get("amounts")]
    amounts = [
        Wanted(
            (contract.pk, amount["fiscal_year"]),
            shapes.CONTRACT_AMOUNT.read(amount) | {"contract": contract},
        )
        for contract, part in zip(contracts, parts, strict=True)
        for amount in part.get("amounts") or []
    ]
    loading.sync(
        ContractAmount,
        ContractAmount.objects.filter(contract__in=told),
        amounts,
        lambda row: (row.contract_id, row.fiscal_year),
    )


def load_contract_links(loading: Loading, pairs: list[tuple[InformationSystem, Part]]) -> None:
    """Make the contracts of each system that names some those it names. Other cities' contracts stay."""
    told = [(system, part["contracts"]) for system, part in pairs if part.get("contracts")]
    if not told:
        return
    links = [(loading.contracts[name], system) for system, names in told for name in names]
    wanted = [
        Wanted((contract.pk, system.pk), {"contract": contract, "system": system})
        for contract, system in links
    ]
    existing = ContractSystem.objects.filter(
        system__in=[system for system, _ in told], contract__municipality=loading.plan.municipality
    )
    loading.sync(ContractSystem, existing, wanted, lambda row: (row.contract_id, row.system_id))
