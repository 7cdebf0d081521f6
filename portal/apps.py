from django.apps import AppConfig


class PortalConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "portal"
    verbose_name = "ポータル"

    def ready(self):
        from portal.printing.annual_report_task import ANNUAL_REPORT, print_annual_report
        from portal.printing.comparison_task import COMPARISON, print_comparison
        from portal.printing.meeting_papers_task import MEETING_PAPERS, print_meeting_papers
        from portal.printing.systems_task import SYSTEMS_BOOK, print_systems
        from portal.printing.tasks import PLAN_BOOK, print_plan_book
        from workspace.services import register_job_kind

        register_job_kind(PLAN_BOOK, print_plan_book.enqueue)
        register_job_kind(COMPARISON, print_comparison.enqueue)
        register_job_kind(ANNUAL_REPORT, print_annual_report.enqueue)
        register_job_kind(MEETING_PAPERS, print_meeting_papers.enqueue)
        register_job_kind(SYSTEMS_BOOK, print_systems.enqueue)
