"""Path converters of the URL table."""


class BarcodeConverter:
    """Anything that stands between two slashes: a malformed barcode gets a 404 that says so, not a routing error."""

    regex = r"[^/]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
