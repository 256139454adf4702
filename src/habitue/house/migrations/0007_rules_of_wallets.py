from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("house", "0006_one_purse")]

    operations = [
        migrations.AddField(
            model_name="house",
            name="points_share_max_bp",
            field=models.PositiveIntegerField(default=10000),
        ),
        migrations.AddField(
            model_name="house",
            name="earned_days",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="house",
            name="paid_expires",
            field=models.CharField(blank=True, default="", max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="house",
            name="gift_refund",
            field=models.CharField(
                choices=[
                    ("gift_first", "What was spent was the gift first"),
                    ("paid_first", "What was spent was the paid part first"),
                    ("proportional", "What was spent was both, in proportion"),
                ],
                default="gift_first",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="house",
            name="spending_order",
            field=models.CharField(
                choices=[
                    ("soonest", "What expires first, then gift, earned, paid"),
                    ("gift_first", "Gift, then earned, then paid"),
                    ("paid_first", "Paid, then earned, then gift"),
                    ("proportional", "Of each kind in proportion to what there is"),
                ],
                default="soonest",
                max_length=12,
            ),
        ),
    ]
