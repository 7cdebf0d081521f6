from django.apps import AppConfig


class SystemsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "systems"
    verbose_name = "情報システム"

    def ready(self):
        from organizations.following import register_follower, register_listener
        from organizations.undo import register_undo_rule
        from systems.following import CONSULTATIONS, PROCEDURES, SYSTEMS, list_departments_of_systems
        from systems.services import alerts, effect_checks, nightly_findings
        from systems.services.consultation_undoing import CONSULTATION_UNDO
        from systems.services.undoing import INVENTORY_UNDO
        from workspace.due import register_due

        register_follower(SYSTEMS)
        register_follower(CONSULTATIONS)
        register_follower(PROCEDURES)
        register_listener(list_departments_of_systems)
        register_undo_rule(INVENTORY_UNDO)
        register_undo_rule(CONSULTATION_UNDO)
        register_due(alerts.STEP, "更新の期日のお知らせ", alerts.renewal_alerts_tell)
        register_due("effect_checks", "効果の検証のお知らせ", effect_checks.effect_checks_remind)
        register_due("finding-check", "確認事項の点検", nightly_findings.findings_check)
