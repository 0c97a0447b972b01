"""Addresses under /verify/, open to everybody."""

from django.urls import path

from councilgov.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("heads/", views.heads, name="heads"),
    path("heads.txt", views.heads_text, name="heads_text"),
    path("heads.json", views.heads_json, name="heads_json"),
    path("key/", views.key, name="key"),
    path("key.txt", views.key_text, name="key_text"),
    path("checker/", views.checker, name="checker"),
    path("<str:code>/", views.certificate, name="certificate"),
]
