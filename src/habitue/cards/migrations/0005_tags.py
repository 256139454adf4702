"""A tag stands for an open bill, and belongs to nobody."""

from django.db import migrations, models

KINDS = [
    ("barcode", "Barcode"),
    ("magstripe", "Magnetic stripe"),
    ("nfc", "NFC"),
    ("qr", "QR code"),
    ("tag", "Tag"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0004_when_cards_were_bound"),
    ]

    operations = [
        migrations.AlterField(
            model_name="card",
            name="kind",
            field=models.CharField(choices=KINDS, default="barcode", max_length=9),
        ),
        migrations.AlterField(
            model_name="cardbatch",
            name="kind",
            field=models.CharField(choices=KINDS, default="barcode", max_length=9),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "tag"), _negated=True),
                    models.Q(("batch__isnull", True), ("customer__isnull", True)),
                    _connector="OR",
                ),
                name="tag_is_nobodys",
            ),
        ),
    ]
