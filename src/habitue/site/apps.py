from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "habitue.site"
    label = "site"

    def ready(self) -> None:
        from habitue.audit import sealing as audit
        from habitue.exchange import forgetting as exchange
        from habitue.housekeeping import erasing
        from habitue.ledger import sealing as ledger
        from habitue.operations import writer

        writer.before_commit += [ledger.seal_posted, audit.seal_written]
        erasing.afterwards.append(exchange.forget)
