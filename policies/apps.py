from django.apps import AppConfig
from django.urls import register_converter

from policies.numbers import Number


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "Policies and signatures"

    def ready(self) -> None:
        """Addresses of every concept may hold the number of a version."""
        register_converter(Number, "number")
