"""The request as our views see it."""

from django.http import HttpRequest

from councilgov.people.models import User


class Request(HttpRequest):
    """A request from someone who is signed in, as every request here is."""

    user: User
