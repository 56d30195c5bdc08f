"""Which template Word documents of orders are made from: Scandy's own, or one that an admin has put in its place."""

from datetime import datetime
from pathlib import PurePath
from typing import Any

from apps.audit.services import record
from apps.core.db import atomic
from apps.core.word import check_word_template
from apps.tickets.models import WordTemplate
from apps.tickets.models.word_templates import WORK_ORDER
from apps.tickets.order_sheet import sample


@atomic
def replace_template(content: bytes, *, file_name: str, actor: Any, now: datetime) -> WordTemplate:
    """Make documents from this template from now on.

    :raises TemplateRefused: it is none; the old one stays.
    """
    check_word_template(content, sample())
    template = WordTemplate.objects.filter(kind=WORK_ORDER).first() or WordTemplate()
    template.content, template.uploaded_by_name = content, str(actor)
    template.file_name = PurePath(file_name.replace("\\", "/").replace("\0", "")).name[-150:]
    template.stamp(now)
    template.save()
    name = template.file_name
    record("tickets.template_replaced", template, actor=actor, at=now, file=name)
    return template


@atomic
def reset_template(*, actor: Any, now: datetime) -> None:
    """Make documents from Scandy's own template again; nothing happens if they are."""
    template = WordTemplate.objects.filter(kind=WORK_ORDER).first()
    if template is None:
        return
    record("tickets.template_reset", template, actor=actor, at=now, file=template.file_name)
    template.delete()
