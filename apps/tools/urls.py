"""Pages of the tools. Addresses beside a barcode end with a slash, so they take no barcode away."""

from django.urls import path

from apps.tools.views import defects, editing, labels, lists, steps

app_name = "tools"
urlpatterns = [
    path("", lists.tool_list, name="list"),
    path("add", editing.add_tool, name="add"),
    path("maintenance/", lists.maintenance_list, name="maintenance"),
    path("labels/", labels.choose_labels, name="labels"),
    path("labels/sheet.pdf", labels.label_sheet, name="label_sheet"),
    path("trash/", lists.trash, name="trash"),
    path("trash/<str:tool_id>/restore", steps.restore, name="restore"),
    path("trash/<str:tool_id>/erase", steps.erase, name="erase"),
    path("<barcode:barcode>", lists.tool_detail, name="detail"),
    path("<barcode:barcode>/code", lists.tool_code, name="code"),
    path("<barcode:barcode>/edit", editing.edit_tool, name="edit"),
    path("<barcode:barcode>/status", editing.change_status, name="status"),
    path("<barcode:barcode>/delete", editing.delete_tool, name="delete"),
    path("<barcode:barcode>/defect", defects.report, name="defect"),
    path("<barcode:barcode>/lost", steps.write_off, name="lost"),
    path("<barcode:barcode>/maintenance", steps.maintain, name="maintain"),
    path("<barcode:barcode>/maintenance/<int:position>/strike", steps.strike, name="strike"),
]
