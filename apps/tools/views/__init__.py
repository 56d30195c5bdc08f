"""Pages of the tools."""
