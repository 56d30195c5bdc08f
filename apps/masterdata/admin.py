"""The back office of the master data."""

from django.contrib import admin
from django.forms import ModelForm

from apps.core.admin import By, ServiceAdminMixin
from apps.masterdata.models import Category, Department, Location, Named, Supplier
from apps.masterdata.services import delete_named, save_named


@admin.register(Category, Department, Location)
class NamedAdmin(ServiceAdminMixin):
    list_display = ("name", "description")
    search_fields = ("name",)
    ordering = ("sort_name",)
    fields = ("name", "description")

    def create_object(self, obj: Named, form: ModelForm, by: By) -> None:
        save_named(obj, **by)

    change_object = create_object

    def delete_object(self, obj: Named, by: By) -> None:
        delete_named(obj, **by)


@admin.register(Supplier)
class SupplierAdmin(NamedAdmin):
    list_display = ("name", "contact_person", "phone", "email", "delivery_days")
    fields = (
        "name",
        "customer_number",
        "contact_person",
        "email",
        "phone",
        "website",
        "delivery_days",
        "description",
    )
