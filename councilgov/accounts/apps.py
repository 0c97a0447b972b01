from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "councilgov.accounts"
    verbose_name = "Invitations and sign-in"
