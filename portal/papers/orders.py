"""What a person orders to be printed: papers with their options as a job keeps them, of old jobs too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from organizations.exceptions import PortalError
from organizations.models import User
from plans.models import Plan
from portal.papers.kind import Asked, PaperKind
from portal.papers.options import Options, UnknownOption
from portal.papers.registry import KINDS
from portal.place import Place, find_place
from workspace.models import Job
from workspace.services import job_enqueue

PRINT = "print"
MOST_IN_PACK = 30


class NothingToPrint(PortalError):
    """A person ordered no paper, or a plan that is no longer shown to him."""


@dataclass(frozen=True)
class Order:
    """One paper: its kind and how it is wanted."""

    kind: PaperKind
    options: Options

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"kind": self.kind.code, "options": self.options.plain}


def order_of(plain: Mapping[str, Any]) -> Order:
    """Return an order of what `Order.plain` gave out. Raise UnknownOption."""
    kind = KINDS.get(plain.get("kind", ""))
    if kind is None:
        raise UnknownOption(f"「{plain.get('kind', '')}」という印刷物は、もうありません。", "kind")
    return Order(kind, Options.of(plain.get("options", {})))


def print_order(*, user: User, place: Place, orders: Sequence[Order], day: date, title: str = "") -> Job:
    """Start the job that prints these papers: one as it is, several as a ZIP.

    Raise PortalError for what can be seen to be impossible now.
    """
    if not orders:
        raise NothingToPrint("印刷するものが選ばれていません。1つ以上選んでください。")
    if len(orders) > MOST_IN_PACK:
        raise NothingToPrint(f"一度に印刷できるのは{MOST_IN_PACK}点までです。選ぶものを減らしてください。")
    if not title:
        titles = [one.kind.title(Asked(place, user, day, one.options)) for one in orders]
        title = titles[0] if len(titles) == 1 else f"{place.plan.title} 印刷物{len(titles)}点（ZIP）"
    arguments = {"plan": place.plan.pk, "papers": [one.plain for one in orders]}
    return job_enqueue(
        owner=user, municipality=place.municipality, kind=PRINT, title=title, arguments=arguments
    )


def place_of_job(job: Job, day: date) -> Place:
    """Return where a job prints, while its owner may see it. Raise NothingToPrint."""
    plan = job.arguments.get("plan")
    key = {"pk": plan} if isinstance(plan, int) else {"code": plan, "municipality": job.municipality}
    found = Plan.objects.visible_to(job.owner).filter(**key).select_related("municipality").first()
    try:
        if found and job.owner.is_active:
            return find_place(job.owner, found.municipality.code, found.code, today=day)
    except Http404:
        pass
    raise NothingToPrint("この計画を見る権限がなくなったか、計画が削除されたため、印刷できません。")


def orders_of_job(job: Job) -> list[Order]:
    """Return what a job prints. Raise UnknownOption for what is no more."""
    if job.kind == PRINT:
        return [order_of(plain) for plain in job.arguments["papers"]]
    return [order_of({"kind": job.kind, "options": _of_old(job.kind, job.arguments)})]


OLD_KINDS = ("plan-book", "comparison", "annual-report", "meeting-papers", "systems")


def _of_old(kind: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a job that was ordered before all prints were one kind of job."""
    if kind == "systems":
        return {"audience": arguments["edition"]}
    options = {name: value for name, value in arguments.items() if name not in {"plan", "keep", "internal"}}
    if kind == "plan-book" and arguments.get("internal"):
        options["audience"] = "internal"
    return options
