"""Why a file is not taken, as a sentence for whoever chose it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.media.sandbox import refusals


class Refusal(models.TextChoices):
    """The reasons of the sandbox, in words."""

    EMPTY = refusals.EMPTY, _("The file is empty.")
    UNKNOWN = (
        refusals.UNKNOWN,
        _(
            "Only JPG, PNG, GIF, WebP, PDF, DOC and DOCX are taken; the content decides, not the name."
        ),
    )
    DAMAGED = refusals.DAMAGED, _("The file is damaged or not complete.")
    TOO_MANY_PIXELS = (
        refusals.TOO_MANY_PIXELS,
        _("The picture has too many pixels (at most 50 million)."),
    )
    TOO_MANY_FRAMES = refusals.TOO_MANY_FRAMES, _("The animation is too long or too large.")
    BOMB = refusals.BOMB, _("The file unpacks to far more than is allowed.")
    ENCRYPTED = refusals.ENCRYPTED, _("The file is protected with a password.")
    MACROS = refusals.MACROS, _("Documents with macros are not taken.")
    TOO_LARGE = refusals.TOO_LARGE, _("The file is too large (at most 10 MB).")
    TOO_COMPLEX = (
        refusals.TOO_COMPLEX,
        _("The file takes too much time or memory to be checked."),
    )
