"""The few things that templates cannot do alone: icons from the sprite, status badges, initials.

Everything else of the interface is a plain template in templates/components/, used with include.
"""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Draw a Lucide icon of static/icons.svg; it is decoration, the word beside it carries the meaning.

    :param name: a name of assets/icons.txt.
    :param css_class: icon-sm, icon-lg or icon-xl; without it 20 px.
    """
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/status.html")
def status(state: Any) -> dict[str, Any]:
    """Show a state as color, icon and word: whatever has `tone`, `icon` and `label`."""
    return {"state": state}


@register.filter
def initials(name: str) -> str:
    """Shorten a name to the two letters of a round badge: "Anna Maria Beispiel" is "AB"."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
