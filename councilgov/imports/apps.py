from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "councilgov.imports"
    verbose_name = "Imports"
