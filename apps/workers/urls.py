"""Pages of the people. What is no barcode has a slash at its end, so that any barcode can be an address."""

from django.urls import path

from apps.workers.views import people, printouts, trash

app_name = "workers"
urlpatterns = [
    path("", people.worker_list, name="list"),
    path("add", people.worker_add, name="add"),
    path("trash/", trash.trash_list, name="trash"),
    path("trash/<str:worker_id>/", trash.trash_item, name="trash_item"),
    path("trash/<str:worker_id>/erase/", trash.erase, name="erase"),
    path("badges/", printouts.badges_page, name="badges"),
    path("badges/pdf/", printouts.badges_pdf, name="badges_pdf"),
    path("<barcode:barcode>", people.worker_detail, name="detail"),
    path("<barcode:barcode>/edit", people.worker_edit, name="edit"),
    path("<barcode:barcode>/status", people.worker_status, name="status"),
    path("<barcode:barcode>/delete", people.worker_delete, name="delete"),
    path("<barcode:barcode>/exit", printouts.exit_page, name="exit"),
    path("<barcode:barcode>/exit/pdf", printouts.exit_pdf, name="exit_pdf"),
]
