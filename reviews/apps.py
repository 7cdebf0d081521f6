from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "reviews"
    verbose_name = "調査と評価"

    def ready(self):
        from organizations.following import register_follower
        from organizations.undo import register_undo_rule
        from reviews.following import ASSIGNMENTS, CONDITIONS
        from reviews.reminders import remind_of_rounds
        from reviews.services.conditions import conditions_remind
        from reviews.services.undoing import REVIEW_UNDO
        from workspace.due import register_due

        register_follower(ASSIGNMENTS)
        register_follower(CONDITIONS)
        register_undo_rule(REVIEW_UNDO)
        register_due("round_reminders", "提出期限のお知らせ", remind_of_rounds)
        register_due("condition_reminders", "付帯意見のお知らせ", conditions_remind)
