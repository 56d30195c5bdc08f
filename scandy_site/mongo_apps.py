"""The contrib apps with ObjectId keys; their migrations for MongoDB lie in scandy_site.mongo_migrations."""

from axes.apps import AppConfig as AxesAppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.auth.apps import AuthConfig as DjangoAuthConfig
from django.contrib.contenttypes.apps import ContentTypesConfig as DjangoContentTypesConfig
from django.db import router
from django.db.models.manager import BaseManager
from django_celery_beat.apps import BeatConfig
from guardian.apps import GuardianConfig as ObjectPermissionsConfig

OBJECT_ID = "django_mongodb_backend.fields.ObjectIdAutoField"


class AdminConfig(DjangoAdminConfig):
    default_auto_field = OBJECT_ID
    default_site = "scandy_site.admin_site.ScandyAdminSite"


class AuthConfig(DjangoAuthConfig):
    default_auto_field = OBJECT_ID


class ContentTypesConfig(DjangoContentTypesConfig):
    default_auto_field = OBJECT_ID

    def ready(self):
        super().ready()
        from django.contrib.contenttypes.models import ContentTypeManager  # noqa: PLC0415 apps first

        ContentTypeManager.db_manager = _at_home


def _at_home(manager, using=None, hints=None):
    """Content types of the first database, also for things of the second: so guardian can give permissions on those."""
    return BaseManager.db_manager(manager, router.db_for_read(manager.model), hints)


class CeleryBeatConfig(BeatConfig):
    default_auto_field = OBJECT_ID


class AxesConfig(AxesAppConfig):
    default_auto_field = OBJECT_ID


class GuardianConfig(ObjectPermissionsConfig):
    default_auto_field = OBJECT_ID
