from django.apps import AppConfig
from django.urls import register_converter

from breaches.numbers import AdviceConverter, ComplaintConverter, IncidentConverter, SafetyConverter


class BreachesConfig(AppConfig):
    name = "breaches"
    verbose_name = "Reports and breaches"

    def ready(self) -> None:
        register_converter(IncidentConverter, "incident")
        register_converter(SafetyConverter, "safety")
        register_converter(AdviceConverter, "advice")
        register_converter(ComplaintConverter, "complaint")
