from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='GroupKey',
            fields=[
                ('group', models.UUIDField(primary_key=True, serialize=False, verbose_name='密钥组')),
                ('wrapped', models.BinaryField(verbose_name='包裹的密钥')),
            ],
            options={
                'verbose_name': '数据密钥',
                'verbose_name_plural': '数据密钥',
            },
        ),
    ]
