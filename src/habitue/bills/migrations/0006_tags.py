"""A tag stands for an open bill."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bills", "0005_receipt_numbers_that_stand"),
        ("cards", "0005_tags"),
    ]

    operations = [
        migrations.AddField(
            model_name="bill",
            name="tag",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cards.card",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open"), ("tag__isnull", False)),
                fields=("house", "tag"),
                name="tag_of_one_open_bill",
            ),
        ),
    ]
