"""Stock and its journal, orders, stocktakings."""

from apps.consumables.models.orders import OrderLine, PurchaseOrder
from apps.consumables.models.stock import Consumable, StockMovement

__all__ = ["Consumable", "OrderLine", "PurchaseOrder", "StockMovement"]
