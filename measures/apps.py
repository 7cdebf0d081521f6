from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "measures"
    verbose_name = "施策"

    def ready(self):
        from measures import candidates, plan_limits
        from measures.following import MEASURES
        from measures.services.undoing import MEASURE_UNDO
        from organizations.following import register_follower
        from organizations.undo import register_undo_rule

        register_follower(MEASURES)
        register_undo_rule(MEASURE_UNDO)
        candidates.listen()
        plan_limits.listen()
