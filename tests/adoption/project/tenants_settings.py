"""The project with a schema for each tenant, each with users of its own."""

from settings import *  # noqa: F403

DATABASES["default"]["ENGINE"] = "django_tenants.postgresql_backend"  # noqa: F405
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_APPS = list(INSTALLED_APPS)  # noqa: F405
SHARED_APPS = ["django_tenants", "tenants", *TENANT_APPS]
INSTALLED_APPS = SHARED_APPS
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
