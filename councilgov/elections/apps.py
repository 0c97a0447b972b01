from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "councilgov.elections"
    verbose_name = "Elections and the calendar"
