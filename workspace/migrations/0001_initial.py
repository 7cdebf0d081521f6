import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=255, verbose_name='内容')),
                ('url', models.CharField(blank=True, max_length=255, verbose_name='リンク')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='日時')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='既読')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='宛先')),
            ],
            options={
                'verbose_name': 'お知らせ',
                'verbose_name_plural': 'お知らせ',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='ファイル名')),
                ('content_type', models.CharField(max_length=100, verbose_name='種類')),
                ('content', models.BinaryField(verbose_name='内容')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='作成')),
                ('expires_at', models.DateTimeField(verbose_name='保存期限')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.municipality', verbose_name='団体')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stored_files', to=settings.AUTH_USER_MODEL, verbose_name='持ち主')),
            ],
            options={
                'verbose_name': 'ファイル',
                'verbose_name_plural': 'ファイル',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='種類')),
                ('title', models.CharField(max_length=255, verbose_name='件名')),
                ('arguments', models.JSONField(default=dict, verbose_name='条件')),
                ('state', models.CharField(choices=[('queued', '待機中'), ('running', '実行中'), ('done', '完了'), ('failed', '失敗')], default='queued', max_length=7, verbose_name='状態')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='全体')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='済み')),
                ('message', models.CharField(blank=True, max_length=255, verbose_name='進み具合')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='依頼')),
                ('heartbeat_at', models.DateTimeField(verbose_name='最後の動き')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.municipality', verbose_name='団体')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='依頼者')),
                ('result', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspace.storedfile', verbose_name='結果')),
            ],
            options={
                'verbose_name': '処理',
                'verbose_name_plural': '処理',
                'ordering': ['-created_at'],
            },
        ),
    ]
