"""公開区分: defaults by field, and a system's exceptions to them."""

import pytest

from systems.disclosure import FIELDS, is_internal, is_internal_by
from systems.models import InformationSystem

INTERNAL = {
    "segment", "hosting", "product", "support_ends", "has_personal_information", "contract_amounts",
    "findings",
}  # fmt: skip


def test_by_default_only_what_helps_an_attacker_or_a_bidder_stays_within_the_city():
    system = InformationSystem(name="住民記録")
    assert {field for field in FIELDS if is_internal(system, field)} == INTERNAL


def test_a_systems_exceptions_go_before_the_defaults_both_ways():
    system = InformationSystem(disclosure={"hosting": "public", "vendor": "internal"})
    assert not is_internal(system, "hosting")
    assert is_internal(system, "vendor")
    assert is_internal(system, "segment")


def test_a_field_that_there_is_not_is_an_error_and_never_public():
    with pytest.raises(KeyError):
        is_internal_by({"price": "public"}, "price")
