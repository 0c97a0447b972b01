from django.apps import AppConfig


class XrayConfig(AppConfig):
    name = "councilgov.portal.xray"
    verbose_name = "What does not fit together"
