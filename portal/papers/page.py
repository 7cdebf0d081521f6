"""印刷物: what of a plan can be printed, how, and what was printed lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from organizations.exceptions import PortalError
from organizations.models import User
from plans.models import Plan
from portal.papers.city_templates import TemplateLine, default_options, orders_of_template, template_lines
from portal.papers.forms import OptionsForm, PackForm, TemplateNameForm
from portal.papers.kind import PaperKind
from portal.papers.options import Options
from portal.papers.orders import OLD_KINDS, PRINT, Order
from portal.papers.registry import KINDS
from portal.papers.schedules import schedules_of
from portal.place import Place
from workspace.models import PACK, Job, ScheduledPrint

SHOWN_JOBS = 8


def made_lately(user: User, plan: Plan) -> list[tuple[Job, str]]:
    """Return a person's last prints of a plan with their states in words, the newest first (one query)."""
    jobs, now = Job.objects.visible_to(user), timezone.now()
    found = jobs.filter(kind__in=(PRINT, *OLD_KINDS), arguments__plan=plan.pk)
    return [(job, job.shown_state(now)) for job in found[:SHOWN_JOBS]]


def usual_options(place: Place, code: str) -> Options:
    """Return what a form shows at first: the city's default unless that is outdated (one query)."""
    try:
        return default_options(place.municipality, KINDS[code])
    except PortalError:
        return Options()


@dataclass(frozen=True)
class PapersPage:
    """The page with the kind that is chosen, None where several are printed at once.

    `form` is that of the chosen kind or of several. `template` is whose options it shows, `remark` why it
    does not show those it should; `is_naming` says that a name for a template was typed.
    """

    kinds: Sequence[PaperKind]
    chosen: PaperKind | None
    form: OptionsForm | PackForm
    naming: TemplateNameForm
    templates: Sequence[TemplateLine]
    shown: TemplateLine | None
    schedules: Sequence[ScheduledPrint]
    jobs: Sequence[tuple[Job, str]]
    may_change: bool
    is_naming: bool

    @property
    def remark(self) -> str:
        return self.shown.refusal if self.shown else ""

    @property
    def fitting(self) -> list[TemplateLine]:
        """The templates of what is chosen."""
        code = self.chosen.code if self.chosen else PACK
        return [line for line in self.templates if line.template.kind == code]

    @property
    def pack(self) -> str:
        return PACK


def papers_page(place: Place, user: User, day: date, params, *, typed=None, is_naming=False) -> PapersPage:
    """Read the page; `params` choose kind and template, `typed` is what was posted and is shown again.

    The number of queries does not depend on how much there is to list.
    """
    templates = template_lines(place.municipality)
    asked = params.get("kind", "")
    kinds = [kind for kind in KINDS.values() if kind.of_plan]
    chosen = None if asked == PACK else next((kind for kind in kinds if kind.code == asked), kinds[0])
    shown = _shown(templates, chosen.code if chosen else PACK, params.get("template", ""))
    return PapersPage(
        kinds=kinds,
        chosen=chosen,
        form=_form(place, user, day, chosen, shown, typed),
        naming=TemplateNameForm(typed if is_naming else None, place=place),
        templates=templates,
        shown=shown,
        schedules=schedules_of(user, place.municipality),
        jobs=made_lately(user, place.plan),
        may_change=may_keep_templates(user),
        is_naming=is_naming,
    )


def may_keep_templates(user: User) -> bool:
    return user.is_planning or user.is_administrator


def _shown(templates: Sequence[TemplateLine], code: str, asked: str) -> TemplateLine | None:
    """Return the template whose options the form shows: the one asked for, else the city's default."""
    fitting = [line for line in templates if line.template.kind == code]
    named = next((line for line in fitting if str(line.template.pk) == asked), None)
    return named or next((line for line in fitting if line.template.is_default), None)


def _form(place: Place, user: User, day: date, chosen: PaperKind | None, shown: TemplateLine | None, typed):
    orders = _orders(shown)
    if chosen is None:
        common = orders[0].options if orders else Options()
        initial = {
            "papers": [order.kind.code for order in orders],
            "audience": common.audience, "is_monochrome": common.is_monochrome, "variant": common.variant,
        }  # fmt: skip
        return PackForm(typed, initial=initial)
    options = orders[0].options if orders else None
    return OptionsForm(typed, kind=chosen, place=place, user=user, day=day, options=options)


def _orders(shown: TemplateLine | None) -> list[Order]:
    if shown is None:
        return []
    try:
        return orders_of_template(shown.template)
    except PortalError:
        return []
