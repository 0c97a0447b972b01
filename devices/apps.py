from django.apps import AppConfig
from django.urls import register_converter

from devices.numbers import LossConverter, TagConverter


class DevicesConfig(AppConfig):
    name = "devices"
    verbose_name = "Devices"

    def ready(self) -> None:
        """Addresses of every concept may hold an asset tag, or the number of a loss."""
        register_converter(TagConverter, "tag")
        register_converter(LossConverter, "loss")
