"""The wiring as an app, so that its deployment checks are known to `manage.py check`."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "config"
    verbose_name = "配線"

    def ready(self):
        from config import checks  # noqa: F401  registers the deployment check
