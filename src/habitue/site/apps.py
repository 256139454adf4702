from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "habitue.site"
    label = "site"

    def ready(self) -> None:
        from habitue.ledger import sealing
        from habitue.operations import writer

        writer.before_commit.append(sealing.seal_posted)
