"""The crispy pack: what a refused form must keep, say and link."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms
from django.template import Context, Template

pytestmark = pytest.mark.unit


class ToolForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the list.")
    barcode = forms.CharField(label="Barcode", max_length=5)
    condition = forms.ChoiceField(
        label="Condition", choices=[("a", "new"), ("b", "used")], widget=forms.RadioSelect
    )
    is_active = forms.BooleanField(label="Active", required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="abc")


class LaidOutForm(ToolForm):
    helper = FormHelper()
    helper.layout = Layout(
        Row("name", "barcode"),
        Fieldset("More", Column("condition"), "is_active", "token"),
        Submit("save", "Save"),
    )


def _filter(form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


def _tag(form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


@pytest.mark.parametrize(("render", "form"), [(_filter, ToolForm), (_tag, LaidOutForm)])
def test_refused_form_keeps_values_and_links_each_error(render, form):
    html = render(form({"name": "Drill", "barcode": "far too long", "token": "abc"}))

    assert 'value="Drill"' in html
    assert 'value="far too long"' in html
    assert 'aria-describedby="id_barcode_error"' in html
    assert 'id="id_barcode_error"' in html
    assert 'id="id_condition_error"' in html


@pytest.mark.parametrize(("render", "form"), [(_filter, ToolForm), (_tag, LaidOutForm)])
def test_form_labels_every_field_and_links_its_help(render, form):
    html = render(form())

    assert 'for="id_name"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert "<legend" in html
    assert html.count('type="hidden"') == 1


def test_errors_of_the_whole_form_are_an_alert():
    form = ToolForm({})
    form.add_error(None, "These two do not fit together.")

    html = _filter(form)

    assert 'role="alert"' in html
    assert "These two do not fit together." in html


def test_crispy_tag_writes_the_form_and_its_button():
    html = _tag(LaidOutForm())

    assert html.count("<form") == 1
    assert 'value="Save"' in html
