"""The addresses of the desk and of the help with its scanner."""

from django.urls import path

from apps.quickscan import views

app_name = "quickscan"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("scan", views.scan, name="scan"),
    path("scanner-sheet", views.scanner_sheet, name="scanner-sheet"),
    path("scanner-sheet.pdf", views.scanner_sheet_pdf, name="scanner-sheet-pdf"),
    path("scanner-test", views.scanner_test, name="scanner-test"),
]
