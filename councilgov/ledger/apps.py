from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "councilgov.ledger"
    verbose_name = "Evidence"
