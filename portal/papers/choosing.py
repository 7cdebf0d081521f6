"""What options name, found among what the person who asks may see. All raise UnknownOption."""

from organizations.models import Department
from plans.models import Edition
from portal.papers.kind import Asked
from portal.papers.options import UnknownOption
from reviews.models import Meeting


def edition_of(asked: Asked) -> Edition | None:
    """Return the 確定版 asked for, None for the plan as it stands."""
    plan, number = asked.place.plan, asked.options.edition
    if number is None:
        return None
    edition = plan.editions.filter(number=number).first()
    if edition is None:
        raise UnknownOption(f"{plan}に確定版 {number} はありません。番号を確かめてください。", "edition")
    return edition


def department_of(asked: Asked) -> Department | None:
    """Return the department asked for by name or primary key, None without one.

    Of several of one name the one that stands on the day is meant.
    """
    city, wanted = asked.place.municipality, asked.options.department
    if not wanted:
        return None
    if wanted.isdecimal():
        found = list(city.departments.filter(pk=int(wanted)))
    else:
        named = city.departments.filter(name=wanted)
        found = list(named.standing_on(asked.day)) or list(named)
    if len(found) != 1:
        why = f"{len(found)}つあります" if found else "見つかりません"
        raise UnknownOption(f"{city}に部署「{wanted}」が{why}。部署名を確かめてください。", "department")
    return found[0]


def meeting_of(asked: Asked) -> Meeting:
    """Return the meeting asked for by the number in its address."""
    plan, number = asked.place.plan, asked.options.meeting
    seen = Meeting.objects.visible_to(asked.user) if asked.user else Meeting.objects.all()
    meetings = seen.select_related("plan__municipality", "body", "round")
    found = meetings.filter(plan=plan, pk=number).first()
    if found is None:
        sentence = f"{plan}に会議 {number} はありません。アドレスにある会議の番号を確かめてください。"
        raise UnknownOption(sentence, "meeting")
    return found
