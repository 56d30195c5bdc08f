"""Pages of the consumables. Addresses beside a barcode end with a slash, so they take no barcode away."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from apps.consumables import (
    order_views,
    receipt_views,
    stocktaking_api,
    stocktaking_documents,
    stocktaking_pages,
)
from apps.consumables.views import booking, editing, forecast, journal, lists


class OrderNumberConverter(StringConverter):
    """Only what is an order number, so that a consumable may have the barcode ``orders``."""

    regex = r"[Bb][0-9]{4}-[0-9]+"


register_converter(OrderNumberConverter, "order")

ORDERS = [
    path("", order_views.order_list, name="orders"),
    path("propose", order_views.propose, name="propose"),
    path("proposals", order_views.proposal_list, name="proposals"),
    path("search", receipt_views.order_search, name="order_search"),
    path("<order:number>", order_views.order_detail, name="order"),
    path("<order:number>/packs", order_views.save_packs, name="save_packs"),
    path("<order:number>/place", order_views.place, name="place_order"),
    path("<order:number>/cancel", order_views.cancel, name="cancel_order"),
    path("<order:number>/lines", order_views.add_line, name="add_order_line"),
    path(
        "<order:number>/lines/<str:line_id>/remove",
        order_views.remove_line,
        name="remove_order_line",
    ),
    path("<order:number>/mail", order_views.mail, name="mail_order"),
    path("<order:number>/receive", receipt_views.receive_order, name="receive_order"),
    path("<order:number>/order.<str:kind>", order_views.order_file, name="order_file"),
]
RECEIPTS = [
    path("", receipt_views.receive_page, name="receive"),
    path("scan/", receipt_views.receive_scan, name="receive_scan"),
    path("book/", receipt_views.book_scanned, name="book_scanned"),
]

app_name = "consumables"
STOCKTAKINGS = [
    path("", stocktaking_pages.stocktaking_list, name="stocktakings"),
    path("start", stocktaking_pages.start, name="start_stocktaking"),
    path("<str:number>", stocktaking_pages.stocktaking, name="stocktaking"),
    path("<str:number>/sheet", stocktaking_pages.sheet, name="stocktaking_sheet"),
    path("<str:number>/count", stocktaking_api.CountView.as_view(), name="count"),
    path("<str:number>/book", stocktaking_pages.book, name="book_stocktaking"),
    path("<str:number>/cancel", stocktaking_pages.cancel, name="cancel_stocktaking"),
    path("<str:number>/sheet.pdf", stocktaking_documents.count_sheet, name="count_sheet"),
    path(
        "<str:number>/differences.pdf",
        stocktaking_documents.differences_pdf,
        name="differences_pdf",
    ),
    path(
        "<str:number>/differences.csv",
        stocktaking_documents.differences_csv,
        name="differences_csv",
    ),
]
urlpatterns = [
    path("stocktakings/", include(STOCKTAKINGS)),
    path("orders/", include(ORDERS)),
    path("receive/", include(RECEIPTS)),
    path("", lists.consumable_list, name="list"),
    path("add", editing.add_consumable, name="add"),
    path("export", lists.export, name="export"),
    path("journal/", journal.journal, name="journal"),
    path("journal/export", journal.export, name="journal_export"),
    path("journal/<str:movement_id>/reverse", journal.reverse, name="reverse"),
    path("trash/", lists.trash, name="trash"),
    path("trash/<str:consumable_id>/restore", editing.restore, name="restore"),
    path("trash/<str:consumable_id>/erase", editing.erase, name="erase"),
    path("<barcode:barcode>", lists.consumable_detail, name="detail"),
    path("<barcode:barcode>/code", lists.consumable_code, name="code"),
    path("<barcode:barcode>/edit", editing.edit_consumable, name="edit"),
    path("<barcode:barcode>/delete", editing.delete_consumable, name="delete"),
    path("<barcode:barcode>/withdraw", booking.withdraw, name="withdraw"),
    path("<barcode:barcode>/receive", booking.receive, name="receipt"),
    path("<barcode:barcode>/adjust-stock", booking.adjust_stock, name="adjust_stock"),
    path("<barcode:barcode>/forecast", forecast.forecast, name="forecast"),
]
