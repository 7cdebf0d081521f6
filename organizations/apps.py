from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "organizations"
    verbose_name = "組織"

    def ready(self):
        from organizations.followers import DEPARTMENTS, PEOPLE
        from organizations.following import register_follower

        register_follower(PEOPLE)
        register_follower(DEPARTMENTS)
