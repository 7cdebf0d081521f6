import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import organizations.fields
import organizations.models
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=6, unique=True, validators=[organizations.models.validate_municipality_code], verbose_name='団体コード')),
                ('name', models.CharField(max_length=200, verbose_name='団体名')),
                ('kind', models.CharField(blank=True, choices=[('市', '市'), ('区', '区'), ('町', '町'), ('村', '村'), ('都道府県', '都道府県'), ('広域', '広域')], max_length=4, verbose_name='種別')),
                ('notes', models.JSONField(blank=True, default=list, verbose_name='注')),
            ],
            options={
                'verbose_name': '団体',
                'verbose_name_plural': '団体',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='部署の一生を通して変わらない名前です。', max_length=200, verbose_name='識別名')),
                ('name', models.CharField(max_length=200, verbose_name='部署名')),
                ('kind', models.CharField(blank=True, choices=[('局', '局'), ('部', '部'), ('課', '課'), ('室', '室'), ('係', '係'), ('施設', '施設'), ('行政委員会', '行政委員会'), ('外部', '外部')], max_length=5, verbose_name='種別')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='建制順')),
                ('since', organizations.fields.PartialDateField(blank=True, default='', max_length=10, verbose_name='設置')),
                ('until', organizations.fields.PartialDateField(blank=True, default='', max_length=10, verbose_name='廃止')),
                ('notes', models.JSONField(blank=True, default=list, verbose_name='注')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organizations.department', verbose_name='上位の部署')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='organizations.municipality', verbose_name='団体')),
            ],
            options={
                'verbose_name': '部署',
                'verbose_name_plural': '部署',
                'ordering': ['municipality', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'key'), name='department_key_is_unique_in_its_city', violation_error_message='この団体には同じ識別名の部署がすでにあります。別の識別名にしてください。')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='氏名')),
                ('role', models.CharField(choices=[('administrator', 'システム管理者'), ('planning', '計画主管課'), ('department', '担当課'), ('committee', '委員会'), ('viewer', '閲覧')], default='viewer', max_length=13, verbose_name='役割')),
                ('must_change_password', models.BooleanField(default=False, help_text='渡されたパスワードでの最初のログインで変更を求めます。', verbose_name='初回にパスワードを変更')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='デモ用')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='users', to='organizations.department', verbose_name='部署')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='organizations.municipality', verbose_name='団体')),
            ],
            options={
                'verbose_name': '職員',
                'verbose_name_plural': '職員',
                'ordering': ['username'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('municipality__isnull', True), ('role', 'administrator')), models.Q(models.Q(('role', 'administrator'), _negated=True), ('municipality__isnull', False)), _connector='OR'), name='only_the_administrator_has_no_municipality', violation_error_message='システム管理者には団体を選ばず、ほかの役割には団体を選んでください。'), models.CheckConstraint(condition=models.Q(('role', 'administrator'), models.Q(('is_staff', False), ('is_superuser', False)), _connector='OR'), name='only_the_administrator_uses_the_admin', violation_error_message='管理サイトの権限はシステム管理者だけに与えられます。')],
            },
            managers=[
                ('objects', organizations.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='ChangeSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='日時')),
                ('by_name', models.CharField(blank=True, max_length=200, verbose_name='氏名')),
                ('source', models.CharField(choices=[('page', '画面'), ('admin', '管理サイト'), ('import', '取込'), ('command', 'コマンド')], max_length=7, verbose_name='経路')),
                ('request_id', models.CharField(blank=True, max_length=36, verbose_name='リクエスト番号')),
                ('plan_code', models.CharField(blank=True, max_length=30, verbose_name='計画')),
                ('reason_category', models.CharField(blank=True, choices=[('decision', '会議・議会の決定'), ('budget', '予算・財源'), ('procurement', '調達・事業者の都合'), ('law', '法令・国の制度の変更'), ('reorganisation', '組織改正'), ('progress', '進み具合による見直し'), ('typo', '誤字訂正'), ('other', 'その他')], max_length=14, verbose_name='理由の区分')),
                ('reason_text', models.TextField(blank=True, verbose_name='理由')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='change_sets', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change_sets', to='organizations.municipality', verbose_name='団体')),
            ],
            options={
                'verbose_name': '変更',
                'verbose_name_plural': '変更',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='DepartmentSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='順')),
                ('former', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='organizations.department', verbose_name='旧部署')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department', verbose_name='引継先')),
            ],
            options={
                'verbose_name': '引継ぎ',
                'verbose_name_plural': '引継ぎ',
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('former', 'successor'), name='department_succession_is_said_once')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDepartmentSuccession',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='順')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('changeset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.changeset', verbose_name='変更')),
                ('former', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.department', verbose_name='旧部署')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.department', verbose_name='引継先')),
            ],
            options={
                'verbose_name': 'historical 引継ぎ',
                'verbose_name_plural': 'historical 引継ぎ',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMunicipality',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=6, validators=[organizations.models.validate_municipality_code], verbose_name='団体コード')),
                ('name', models.CharField(max_length=200, verbose_name='団体名')),
                ('kind', models.CharField(blank=True, choices=[('市', '市'), ('区', '区'), ('町', '町'), ('村', '村'), ('都道府県', '都道府県'), ('広域', '広域')], max_length=4, verbose_name='種別')),
                ('notes', models.JSONField(blank=True, default=list, verbose_name='注')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('changeset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.changeset', verbose_name='変更')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical 団体',
                'verbose_name_plural': 'historical 団体',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='氏名')),
                ('role', models.CharField(choices=[('administrator', 'システム管理者'), ('planning', '計画主管課'), ('department', '担当課'), ('committee', '委員会'), ('viewer', '閲覧')], default='viewer', max_length=13, verbose_name='役割')),
                ('must_change_password', models.BooleanField(default=False, help_text='渡されたパスワードでの最初のログインで変更を求めます。', verbose_name='初回にパスワードを変更')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='デモ用')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('changeset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.changeset', verbose_name='変更')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.department', verbose_name='部署')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.municipality', verbose_name='団体')),
            ],
            options={
                'verbose_name': 'historical 職員',
                'verbose_name_plural': 'historical 職員',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalDepartment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', models.CharField(help_text='部署の一生を通して変わらない名前です。', max_length=200, verbose_name='識別名')),
                ('name', models.CharField(max_length=200, verbose_name='部署名')),
                ('kind', models.CharField(blank=True, choices=[('局', '局'), ('部', '部'), ('課', '課'), ('室', '室'), ('係', '係'), ('施設', '施設'), ('行政委員会', '行政委員会'), ('外部', '外部')], max_length=5, verbose_name='種別')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='建制順')),
                ('since', organizations.fields.PartialDateField(blank=True, default='', max_length=10, verbose_name='設置')),
                ('until', organizations.fields.PartialDateField(blank=True, default='', max_length=10, verbose_name='廃止')),
                ('notes', models.JSONField(blank=True, default=list, verbose_name='注')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('changeset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.changeset', verbose_name='変更')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.department', verbose_name='上位の部署')),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.municipality', verbose_name='団体')),
            ],
            options={
                'verbose_name': 'historical 部署',
                'verbose_name_plural': 'historical 部署',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='department',
            name='successors',
            field=models.ManyToManyField(blank=True, related_name='predecessors', through='organizations.DepartmentSuccession', to='organizations.department', verbose_name='引継先'),
        ),
    ]
