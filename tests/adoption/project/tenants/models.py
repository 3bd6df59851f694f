from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Tenant(TenantMixin):
    id = models.BigAutoField(primary_key=True)
    auto_create_schema = True


class Domain(DomainMixin):
    id = models.BigAutoField(primary_key=True)
