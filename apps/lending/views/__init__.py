"""Pages of lending: lists, manual lending, receipts, and what can be done with one lending."""
