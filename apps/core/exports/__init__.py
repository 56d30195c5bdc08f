"""Lists as files for Excel: ``sheets`` writes them, ``downloads`` hands them out.

An app registers what can be exported, ``registry.add_export(Export(...))``, and answers its address with
``downloads.export_response``.
"""
