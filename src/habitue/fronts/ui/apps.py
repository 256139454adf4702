"""How Django finds this room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "habitue.fronts.ui"
    label = "ui"
