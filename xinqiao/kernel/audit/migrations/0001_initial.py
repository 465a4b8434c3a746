import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('actor_label', models.CharField(max_length=80, verbose_name='操作人姓名')),
                ('organisation_id', models.BigIntegerField(db_index=True, null=True, verbose_name='单位编号')),
                ('action', models.CharField(db_index=True, max_length=80, verbose_name='操作')),
                ('target_type', models.CharField(max_length=60, verbose_name='对象类别')),
                ('target_id', models.CharField(max_length=60, verbose_name='对象编号')),
                ('target_label', models.CharField(max_length=200, verbose_name='对象名称')),
                ('before', models.JSONField(null=True, verbose_name='之前')),
                ('after', models.JSONField(null=True, verbose_name='之后')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('result', models.CharField(default='ok', max_length=20, verbose_name='结果')),
                ('request_id', models.CharField(blank=True, max_length=32, verbose_name='请求编号')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='来源地址')),
                ('session_digest', models.CharField(blank=True, max_length=16, verbose_name='会话摘要')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='序号')),
                ('leaf_hash', models.CharField(max_length=64, verbose_name='叶散列')),
                ('root_hash', models.CharField(blank=True, max_length=64, verbose_name='根散列')),
                ('frontier', models.JSONField(null=True, verbose_name='树的右缘')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='audit.auditevent', verbose_name='审计记录')),
            ],
            options={
                'verbose_name': '审计封存',
                'verbose_name_plural': '审计封存',
            },
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['target_type', 'target_id'], name='audit_target'),
        ),
    ]
