from django.apps import AppConfig
from django.urls import register_converter

from devices.numbers import TagConverter


class DevicesConfig(AppConfig):
    name = "devices"
    verbose_name = "Devices"

    def ready(self) -> None:
        """Addresses of every concept may hold an asset tag."""
        register_converter(TagConverter, "tag")
