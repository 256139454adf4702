"""Chain the lines that are older than the chain."""

from django.db import migrations

from habitue.audit.sealing import AT_ONCE, COLUMNS, START, link, sealable


def seal(apps, schema_editor):
    House = apps.get_model("house", "House")
    Line = apps.get_model("audit", "AuditLine")
    Seal = apps.get_model("audit", "AuditSeal")
    for house in House.objects.order_by("id"):
        lines = Line.objects.filter(house=house).order_by("at", "id").values_list(*COLUMNS)
        number, previous, some = 0, START, []
        for line in lines.iterator(chunk_size=AT_ONCE):
            some.append(sealable(line))
            if len(some) == AT_ONCE:
                number, previous, some = number + 1, _laid(Seal, house, number, previous, some), []
        if some:
            _laid(Seal, house, number, previous, some)


def _laid(Seal, house, number, previous, some):
    hash_ = link(previous, some)
    Seal.objects.create(
        house=house,
        number=number + 1,
        at=max(line.at for line in some),
        lines=b"".join(line.line.bytes for line in some),
        previous=previous,
        hash=hash_,
    )
    return hash_


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_the_chain_of_the_audit")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
