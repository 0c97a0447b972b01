from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "councilgov.notices"
    verbose_name = "Outbox"
