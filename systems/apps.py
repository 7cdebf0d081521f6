from django.apps import AppConfig


class SystemsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "systems"
    verbose_name = "情報システム"

    def ready(self):
        from organizations.following import register_follower, register_listener
        from systems.following import SYSTEMS, list_departments_of_systems

        register_follower(SYSTEMS)
        register_listener(list_departments_of_systems)
