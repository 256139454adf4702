from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HouseConfig(AppConfig):
    name = "habitue.house"
    label = "house"

    def ready(self) -> None:
        from habitue.house import schema

        def lay_after_the_last_app(using: str, plan: Any = None, **_: Any) -> None:
            if using == "default":
                schema.lay()

        post_migrate.connect(lay_after_the_last_app, sender=self, weak=False)
