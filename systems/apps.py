from django.apps import AppConfig


class SystemsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "systems"
    verbose_name = "情報システム"
