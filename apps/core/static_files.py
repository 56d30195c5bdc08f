"""Static files under names that change with their content."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also renames what JavaScript modules import from each other; else browsers would mix old parts with new ones."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Compressor:
        """Gzip alone: brotli, which the printing of PDFs brings along, would take longer than a start may."""
        return Compressor(**options, use_brotli=False)
