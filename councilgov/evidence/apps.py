from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "councilgov.evidence"
    verbose_name = "Evidence files"
