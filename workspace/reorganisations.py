"""Reorganisations whose day has come: done by the nightly command, or explained to the planning section."""

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.exceptions import PortalError, ReorganisationSettled
from organizations.history import Author
from organizations.models import Reorganisation
from organizations.services.reorganisations import reorganisation_enact, reorganisation_refuse
from workspace.services import notify

logger = logging.getLogger(__name__)


def reorganisations_enact(*, today: date) -> int:
    """Do what is due, one after another, each whole or not at all; return how many were done."""
    due = Reorganisation.objects.due(today).select_related("municipality", "planned_by")
    return sum(_enact(reorganisation, today) for reorganisation in due.order_by("takes_effect_on", "pk"))


def _enact(reorganisation: Reorganisation, today: date) -> bool:
    author = Author(user=reorganisation.planned_by, source="command")
    try:
        reorganisation_enact(reorganisation=reorganisation, author=author, today=today)
    except ReorganisationSettled:  # by somebody else, a moment ago
        return False
    except (PortalError, ValidationError) as refusal:
        sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        _explain(reorganisation, "".join(sentences))
        return False
    return True


@transaction.atomic
def _explain(reorganisation: Reorganisation, refusal: str) -> None:
    """Tell every planning editor of the city why nothing was done, once for each reason."""
    if not reorganisation_refuse(reorganisation=reorganisation, refusal=refusal):
        return
    logger.warning("reorganisation %s does not fit any more", reorganisation.pk)
    text = f"組織改正「{reorganisation}」は実施できませんでした。{refusal}"
    url = reorganisation.get_absolute_url()
    planners = reorganisation.municipality.users.planners()
    notify(people=planners, text=text, url=url, kind="reorganisation")
