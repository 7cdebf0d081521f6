"""What changes the inventory: one function a verb, keyword-only, never seeing a request."""

from systems.services.contracts import contract_create, contract_delete, contract_edit
from systems.services.renewals import renewal_edit
from systems.services.sharing import system_share_edit, system_share_leave
from systems.services.systems import (
    information_system_create,
    information_system_delete,
    information_system_edit,
    information_system_end,
)

__all__ = [
    "contract_create",
    "contract_delete",
    "contract_edit",
    "information_system_create",
    "information_system_delete",
    "information_system_edit",
    "information_system_end",
    "renewal_edit",
    "system_share_edit",
    "system_share_leave",
]
