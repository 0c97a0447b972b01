from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "councilgov.portal"
    verbose_name = "The portal's own pages"

    def ready(self) -> None:
        """Register what ``manage.py check`` warns of, which needs all models loaded."""
        import_module("councilgov.portal.checks")
