"""Pages of lending."""

from django.urls import path

from apps.lending.views import changes, lists, manual, receipts

app_name = "lending"
urlpatterns = [
    path("", lists.lending_list, name="list"),
    path("overdue", lists.overdue_list, name="overdue"),
    path("export", lists.export, name="export"),
    path("new", manual.lend_by_hand, name="lend"),
    path("search", manual.search, name="search"),
    path("receipt", receipts.receipt_page, name="receipt_page"),
    path("receipt.pdf", receipts.receipt, name="receipt"),
    path("extend", changes.extend_chosen, name="extend_chosen"),
    path("remind", changes.remind_chosen, name="remind_chosen"),
    path("<str:lending_id>/<str:verb>", changes.change, name="change"),
]
