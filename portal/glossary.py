"""The words that texts link to the glossary."""

from django.urls import reverse

from plans.models import Plan
from plans.text import Terms, glossary_terms


def terms_of(plan: Plan) -> Terms:
    """Return the terms of a plan, each leading to its entry on the glossary page (one query)."""
    rows = plan.glossary.values_list("pk", "term", "aliases")
    return glossary_terms(rows, reverse("portal:glossary_term_list", args=plan.url_args))
