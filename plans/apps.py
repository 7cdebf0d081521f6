from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class PlansConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "plans"
    verbose_name = "計画"

    def ready(self):
        from organizations.following import register_follower, register_listener
        from organizations.undo import register_undo_rule
        from plans.following import POLICIES, list_departments
        from plans.services.undoing import PLAN_UNDO

        post_migrate.connect(guard_editions, sender=self)
        register_follower(POLICIES)
        register_listener(list_departments)
        register_undo_rule(PLAN_UNDO)


def guard_editions(using, **kwargs):
    from plans.edition_guard import guard_put_up

    guard_put_up(connections[using])
