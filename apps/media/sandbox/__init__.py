"""A process of its own that looks into files of strangers, with little memory and little time (``python -m``).

It imports nothing of Django, knows no secret and opens no connection: a file that breaks a decoder breaks nothing else.
"""
