from typing import Any

from django.apps import AppConfig

OLD_PRINTS = ("plan-book", "comparison", "annual-report", "meeting-papers", "systems")


class PortalConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "portal"
    verbose_name = "ポータル"

    def ready(self):
        from portal.papers import nightly
        from reviews.services.kept_papers import register_when_held
        from workspace.services import register_job_kind

        for kind in ("print", *OLD_PRINTS):
            register_job_kind(kind, enqueue_print)
        register_when_held(keep_papers)
        nightly.register()


def enqueue_print(job_id: int) -> None:
    """Put a print into the queue. What composes papers is large: most commands never read it."""
    from portal.papers.task import print_papers

    print_papers.enqueue(job_id)


def keep_papers(meeting: Any, by: Any) -> None:
    """Keep the papers of a meeting that was held."""
    from portal.papers.keeping import keep_when_held

    keep_when_held(meeting, by)
