
import django.db.models.deletion
import django_mongodb_backend.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('auth', '0001_initial'),
        ('masterdata', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='UserSession',
            fields=[
                ('id', django_mongodb_backend.fields.ObjectIdAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('session_key', models.CharField(max_length=40)),
                ('device', models.CharField(blank=True, max_length=80, verbose_name='device')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='address')),
                ('started_at', models.DateTimeField(verbose_name='signed in at')),
                ('seen_at', models.DateTimeField(verbose_name='last seen at')),
            ],
            options={
                'db_table': 'user_sessions',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='user',
            name='ended_sessions',
            field=django_mongodb_backend.fields.ArrayField(base_field=models.CharField(max_length=32), default=list, editable=False),
        ),
        migrations.AddField(
            model_name='user',
            name='expires_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='expires at'),
        ),
        migrations.AddField(
            model_name='user',
            name='must_change_password',
            field=models.BooleanField(default=False, editable=False, verbose_name='must change the password'),
        ),
        migrations.AddField(
            model_name='user',
            name='new_email',
            field=models.EmailField(blank=True, editable=False, max_length=254, verbose_name='e-mail to be confirmed'),
        ),
        migrations.AddField(
            model_name='user',
            name='search_terms',
            field=django_mongodb_backend.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, editable=False),
        ),
        migrations.AddField(
            model_name='user',
            name='security_stamp',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='user',
            name='sort_name',
            field=models.CharField(default='', editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['sort_name', 'id'], name='user_sort'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['search_terms', 'sort_name', 'id'], name='user_search'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['email'], name='user_email'),
        ),
        migrations.AddField(
            model_name='usersession',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='usersession',
            index=models.Index(fields=['seen_at'], name='user_session_seen'),
        ),
    ]
