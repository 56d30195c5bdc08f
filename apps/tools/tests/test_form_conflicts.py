"""Two people edit one thing: the second save shows both versions, and nothing is lost unseen."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.forms import SEEN, GuardedFormMixin
from apps.core.tests.admin_pages import filled_in
from apps.masterdata.tests.factories import CategoryFactory
from apps.tools.models import Tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


class ToolForm(GuardedFormMixin):
    class Meta:
        model = Tool
        fields = ["name", "description", "category", "condition", "purchase_price", "purchase_date"]
        localized_fields = "__all__"


@pytest.fixture
def tool():
    return ToolFactory(
        name="Drill",
        description="Old\nlines",
        purchase_price=Decimal("12.50"),
        category=CategoryFactory(),
    )


def opened(tool: Tool) -> dict[str, str]:
    """What a browser sends when nobody typed anything."""
    form = ToolForm(instance=Tool.objects.get(pk=tool.pk))
    values = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].widget.format_value(value) for name, value in values.items()}
    flat = {name: value[0] if isinstance(value, list) else value for name, value in shown.items()}
    return {name: value or "" for name, value in flat.items()} | {SEEN: form.seen_token}


def sent(tool: Tool, values: dict[str, str]) -> ToolForm:
    data = QueryDict(mutable=True)
    data.update(values)
    return ToolForm(data, instance=Tool.objects.get(pk=tool.pk))


def test_untouched_form_is_valid_and_changes_nothing(tool):
    form = sent(tool, opened(tool))

    assert form.is_valid(), form.errors
    assert not form.changed_data


def test_line_ends_of_browsers_are_no_difference(tool):
    values = opened(tool) | {"description": "Old\r\nlines"}

    assert sent(tool, values).is_valid()


def test_second_save_shows_both_versions(tool):
    values = opened(tool) | {"name": "Mine"}
    Tool.objects.filter(pk=tool.pk).update(name="Theirs")

    form = sent(tool, values)

    assert not form.is_valid()
    [difference] = form.conflict
    assert (difference.stored, difference.yours) == ("Theirs", "Mine")
    assert form["name"].value() == "Mine"


def test_sent_again_it_is_saved(tool):
    values = opened(tool) | {"name": "Mine"}
    Tool.objects.filter(pk=tool.pk).update(name="Theirs")
    again = values | {SEEN: sent(tool, values).seen_token}

    form = sent(tool, again)

    assert form.is_valid(), form.errors
    assert form.changed_data == ["name"]


def test_what_others_changed_elsewhere_is_taken_over(tool):
    values = opened(tool) | {"name": "Mine"}
    other = CategoryFactory()
    changed = {"category": other, "purchase_price": Decimal("99.90"), "condition": "neu"}
    Tool.objects.filter(pk=tool.pk).update(**changed)

    form = sent(tool, values)

    assert not form.is_valid()
    assert {difference.yours for difference in form.conflict} == {None}
    assert form["category"].value() == str(other.pk)
    assert form["purchase_price"].value() == "99,90"
    assert form["name"].value() == "Mine"


def test_difference_is_told_in_words(tool):
    other = CategoryFactory(name="Sägen")
    values = opened(tool) | {"condition": "neu", "purchase_price": "7,5"}
    Tool.objects.filter(pk=tool.pk).update(condition="schlecht", category=other, purchase_price=8)

    told = {str(d.label): (d.stored, d.yours) for d in sent(tool, values).conflict}

    assert told == {
        "Zustand": ("schlecht", "neu"),
        "Kategorie": ("Sägen", None),
        "Kaufpreis": ("8", "7,5"),
    }


def test_other_changes_of_the_object_do_not_disturb(tool):
    values = opened(tool) | {"name": "Mine"}
    Tool.objects.filter(pk=tool.pk).update(status="ausgeliehen")

    assert sent(tool, values).is_valid()


@pytest.mark.parametrize("token", ["", "null", "[]", "{", '{"name": 5}', '{"no_field": "x"}'])
def test_rubbish_in_place_of_the_token_is_harmless(tool, token):
    form = sent(tool, opened(tool) | {SEEN: token})

    assert form.is_valid() == (token != '{"name": 5}')


def test_rendered_form_carries_token_and_table(tool):
    values = opened(tool) | {"name": "<b>Mine</b>"}
    Tool.objects.filter(pk=tool.pk).update(name="Theirs")
    form = sent(tool, values)

    html = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))

    assert 'name="seen"' in html
    assert "Theirs" in html
    assert "&lt;b&gt;Mine&lt;/b&gt;" in html
    assert "<b>Mine</b>" not in html


def test_second_save_in_the_back_office_shows_both_versions_and_then_counts(tool):
    client, url = client_of(Role.EMPLOYEE), reverse("admin:tools_tool_change", args=[tool.pk])
    token = client.get(url).context["adminform"].form.seen_token
    mine = filled_in(client, url, name="Mine", purchase_price="12,50") | {SEEN: token}
    Tool.objects.filter(pk=tool.pk).update(name="Theirs", description="New")

    refused = client.post(url, mine)
    page = refused.content.decode()
    again = client.post(url, mine | {SEEN: refused.context["adminform"].form.seen_token})

    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert again.status_code == 302
    assert Tool.objects.get(pk=tool.pk).name == "Mine"
