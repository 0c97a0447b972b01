from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "councilgov.people"
    verbose_name = "People, terms of office and the council's settings"
