"""Documents in Word: a template with placeholders becomes a document, and a bad template is refused with the reason.

Templates come from people. They are files that could be anything, so their archive is checked before it is unpacked;
and they hold expressions, so those are read before they run: a template names placeholders, repeats a part for each
line of a list and leaves a part out, and nothing else. That keeps it away from Python and from endless work alike.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from jinja2 import Template, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from apps.core.errors import InvalidInput

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_FILE = 2_000_000  # bytes
LARGEST_UNPACKED = 20_000_000
LARGEST_XML = 3_000_000  # of one part with text
MOST_PARTS = 500
BODY = "word/document.xml"
RISKY_PARTS = re.compile(r"vbaproject|activex|embeddings/|oleobject", re.IGNORECASE)
EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
)
LOOP = frozenset({"index", "index0", "first", "last", "length"})


class TemplateRefused(InvalidInput):
    """The file cannot be a template; the sentence says why."""

    def __init__(self, reason: Any):
        super().__init__({"file": [str(reason)]}, message=reason)


def render_word(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The template, filled in.

    :param values: texts by placeholder, and lists of such for what is repeated.
    :raises TemplateRefused: the template is none.
    """
    return _fill(template, values, _Placeholders(values))


def check_word_template(template: bytes, sample: Mapping[str, Any]) -> None:
    """Refuse what is no template, or one that fails with the sample.

    :param sample: every placeholder, each list with at least one line.
    :raises TemplateRefused: see the sentence.
    """
    from docx import Document

    _check_archive(template)
    language = _Placeholders(sample)
    try:
        Document(io.BytesIO(_fill(template, sample, language)))
    except TemplateRefused:
        raise
    except Exception as error:  # rubbish fails in many ways in docx, lxml and docxtpl
        raise TemplateRefused(_("Word could not read this document.")) from error
    if not language.named & set(sample):
        raise TemplateRefused(_("It names no placeholder, so nothing of the order would be in it."))


def word_response(content: bytes, filename: str) -> HttpResponse:
    """Hand out the document to be saved."""
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    headers = {"Content-Disposition": disposition or "", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


class _Placeholders(ImmutableSandboxedEnvironment):
    """The language of templates: every piece of one is read before it runs, headers and footers included."""

    def __init__(self, values: Mapping[str, Any]):
        super().__init__(autoescape=True)
        self.values = values
        self.named: set[str] = set()

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        tree = self.parse(source)
        for problem in _problems(tree, self.values):
            raise TemplateRefused(problem)
        self.named |= meta.find_undeclared_variables(tree)
        return super().from_string(source, *args, **kwargs)


def _fill(template: bytes, values: Mapping[str, Any], language: _Placeholders) -> bytes:
    from docxtpl import DocxTemplate

    document, target = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    try:
        document.render(_printable(values), language, autoescape=True)
    except TemplateError as error:
        near = " ".join("".join(getattr(error, "docx_context", ())).split())[:200]
        words = {"why": error.message, "near": near}
        raise TemplateRefused(
            _("Its placeholders cannot be read (%(why)s), near: %(near)s") % words
        ) from error
    document.save(target)
    return target.getvalue()


def _problems(tree: nodes.Template, values: Mapping[str, Any]) -> Iterator[str]:
    """What a template does that templates do not."""
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    columns = {key for lines in lists.values() for line in lines for key in line}
    are_known = all(lists.values())  # an order without lines says nothing of their columns
    rows = {_name(each.target) for each in tree.find_all(nodes.For) if _is_plain(each, lists)}
    for node in _all(tree):
        if not isinstance(node, ALLOWED) or (
            isinstance(node, nodes.For) and not _is_plain(node, lists)
        ):
            yield _("Only placeholders, for each line of a list, and if are possible in it.")
        elif isinstance(node, nodes.Getattr):
            of_loop = _name(node.node) == "loop" and node.attr in LOOP
            of_row = _name(node.node) in rows and (node.attr in columns or not are_known)
            if not of_loop and not of_row:
                yield _unknown(f"{_name(node.node)}.{node.attr}")
        elif isinstance(node, nodes.Name) and node.name not in {*values, *rows, "loop"}:
            yield _unknown(node.name)


def _is_plain(loop: nodes.For, lists: Mapping[str, Any]) -> bool:
    """Whether it goes once over a list, and holds no other loop."""
    return (
        _name(loop.iter) in lists
        and isinstance(loop.target, nodes.Name)
        and not loop.recursive
        and not any(list(part.find_all(nodes.For)) for part in loop.body)
        and not any(isinstance(part, nodes.For) for part in loop.body)
    )


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _name(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else ""


def _unknown(name: str) -> str:
    return _("It names the placeholder %(name)s, which does not exist.") % {"name": name[:60]}


def _check_archive(content: bytes) -> None:
    """Refuse what is no document of Word, unpacks to too much, or would act by itself on the reader's computer."""
    if len(content) > LARGEST_FILE:
        raise TemplateRefused(_("The file is larger than 2 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if BODY not in archive.namelist() or MEDIA_TYPE not in _content_types(archive):
                raise TemplateRefused(_("This is no Word document (.docx)."))
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise TemplateRefused(_("It unpacks to far more than a document needs."))
            for part in parts:
                _check_part(part, archive)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise TemplateRefused(_("This is no Word document (.docx).")) from error


def _content_types(archive: zipfile.ZipFile) -> str:
    with archive.open("[Content_Types].xml") as types:
        return types.read(LARGEST_XML).decode(errors="replace")


def _check_part(part: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    if RISKY_PARTS.search(part.filename):
        raise TemplateRefused(_("It holds a macro or another program's file."))
    if not part.filename.endswith((".xml", ".rels")):
        return
    if part.file_size > LARGEST_XML:
        raise TemplateRefused(_("It unpacks to far more than a document needs."))
    content = archive.read(part)
    if (
        b"<!DOCTYPE" in content
        or b"<!ENTITY" in content
        or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise TemplateRefused(_("Word could not read this document."))
    if any(b"/hyperlink" not in found for found in EXTERNAL.findall(content)):
        raise TemplateRefused(_("It loads something from elsewhere. Please put pictures into it."))


def _printable(value: Any) -> Any:
    """The values without characters that no document can hold."""
    if isinstance(value, Mapping):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return NO_XML.sub("", str(value).replace("\r\n", "\n"))
