from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "councilgov.forms"
    label = "govuk_forms"  # Django's own is called "forms"
    verbose_name = "Form kit"
