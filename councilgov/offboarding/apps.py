from django.apps import AppConfig


class OffboardingConfig(AppConfig):
    name = "councilgov.offboarding"
    verbose_name = "Leaving office"
