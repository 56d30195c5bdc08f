"""Pages of the master data."""

from django.urls import path

from apps.masterdata import views

app_name = "masterdata"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<str:kind>/", views.item_list, name="list"),
    path("<str:kind>/add", views.item_add, name="add"),
    path("<str:kind>/<str:item_id>", views.item_detail, name="detail"),
    path("<str:kind>/<str:item_id>/edit", views.item_edit, name="edit"),
    path("<str:kind>/<str:item_id>/merge", views.item_merge, name="merge"),
    path("<str:kind>/<str:item_id>/delete", views.item_delete, name="delete"),
]
