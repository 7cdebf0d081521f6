"""資料 made from the answers of a round: noted, so that an answer can say where its text was used."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from organizations.models import User
from reviews.models import Material, ReviewRound


@transaction.atomic
def material_note(
    *,
    review_round: ReviewRound,
    kind: str,
    title: str,
    subjects: Sequence[str],
    by: User | None,
    today: date,
) -> Material | None:
    """Note that papers were made of the answers on `subjects` (names); None where there are none.

    The same papers made again on one day are one note.
    """
    if not subjects:
        return None
    same = {"round": review_round, "kind": kind, "title": title, "made_on": today}
    material = Material.objects.filter(**same).first() or Material(**same)
    material.made_by_name, material.subjects = str(by or ""), list(subjects)
    material.full_clean(exclude=["round"])
    material.save()
    return material
