from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "workspace"
    verbose_name = "作業環境"

    def ready(self):
        from workspace import nightly

        nightly.register()
