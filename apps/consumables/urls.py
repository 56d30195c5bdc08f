"""Pages of the consumables."""

from django.urls import path

from apps.consumables import views

app_name = "consumables"
urlpatterns = [
    path("", views.consumable_list, name="list"),
    path("<barcode:barcode>", views.consumable_detail, name="detail"),
]
