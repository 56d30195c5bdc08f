"""Pages of the consumables."""

from django.urls import include, path

from apps.consumables import stocktaking_api, stocktaking_documents, stocktaking_pages, views

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
    path("", views.consumable_list, name="list"),
    path("<barcode:barcode>", views.consumable_detail, name="detail"),
]
