"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also renames what JavaScript modules import from each other; else browsers would mix old parts with new ones."""

    support_js_module_import_aggregation = True
