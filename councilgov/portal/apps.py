from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "councilgov.portal"
    verbose_name = "The portal's own pages"
