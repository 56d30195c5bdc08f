"""A small app that is installed in tests only: what the engine is tried on, independent of the product's apps."""
