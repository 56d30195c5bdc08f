"""Stock and its journal, orders, stocktakings."""

from apps.consumables.models.orders import OrderLine, PurchaseOrder
from apps.consumables.models.stock import Consumable, StockMovement
from apps.consumables.models.stocktaking import CountedItem, Stocktaking

__all__ = [
    "Consumable",
    "CountedItem",
    "OrderLine",
    "PurchaseOrder",
    "StockMovement",
    "Stocktaking",
]
