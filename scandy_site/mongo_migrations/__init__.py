"""Migrations of the contrib apps with ObjectId keys, each squashed to its latest state (MIGRATION_MODULES)."""
