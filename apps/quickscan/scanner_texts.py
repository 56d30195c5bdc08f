"""What the page that tests a scanner says: what arrived, what is wrong with it, and what to do about it."""

from typing import Any

from django.utils.translation import gettext as _


def scanner_texts() -> dict[str, Any]:
    """Texts by the names under which the script knows them."""
    return {
        "states": {
            "open": _("not tested yet"),
            "good": _("fine"),
            "warning": _("with a remark"),
            "error": _("wrong"),
            "skipped": _("not read"),
        },
        "verdicts": {
            "open": _("Scan the codes one after the other, in any order."),
            "good": _("This scanner is set up well. It can be used at the desk."),
            "usable": _("This scanner can be used. Setting it up as below makes it better."),
            "bad": _(
                "This scanner is not set up for Scandy yet. Do what stands below, then test again."
            ),
        },
        "arrived": _("Arrived: %(text)s"),
        "pace": _("%(count)s signs in %(milliseconds)s ms"),
        "findings": _layout() | _letters() | _ends() | _signs() | _reading(),
    }


def _layout() -> dict[str, str]:
    return {
        "usLayout": _(
            "The scanner types like an American keyboard: y and z change places, - becomes ß and _ becomes ?. "
            "Scan “keyboard country: Germany” in its manual."
        ),
        "germanLayout": _(
            "The scanner types like a German keyboard, but this computer is set to an American one. "
            "Set the keyboard of the computer to German."
        ),
        "umlauts": _(
            "Umlauts do not arrive as they are printed. Barcodes of Scandy have none, so nothing needs to be done."
        ),
    }


def _letters() -> dict[str, str]:
    return {
        "caps": _(
            "Capital and small letters are exchanged. Scandy does not mind, other programs do: switch Caps Lock off "
            "at this computer, and in the scanner what reverses letters."
        ),
        "shiftLock": _(
            "Caps Lock is on: digits arrive as signs. Switch it off at this computer, and in the scanner "
            "choose “Caps Lock: off” if it has that setting."
        ),
        "upper": _("The scanner turns all letters into capitals. Scandy does not mind."),
        "lower": _("The scanner turns all letters into small ones. Scandy does not mind."),
    }


def _ends() -> dict[str, str]:
    return {
        "noEnd": _(
            "Nothing tells the end of the code: it would stay in the scan field. "
            "Scan “suffix: Enter” (also called CR) in the manual."
        ),
        "tab": _(
            "The scanner ends with the tabulator instead of Enter. Scan “suffix: Enter” (also called CR) in the manual."
        ),
        "twoEnds": _(
            "The scanner presses Enter more than once. Choose CR alone as suffix, not CR and LF."
        ),
    }


def _signs() -> dict[str, str]:
    return {
        "aim": _(
            "The scanner types the kind of the code before it: %(signs)s. Switch off “AIM identifier” (also: code ID)."
        ),
        "stars": _(
            "The scanner types start and stop of Code 39 too. Switch off “send start and stop characters” for Code 39."
        ),
        "prefix": _(
            "The scanner types something before the code: %(signs)s. Delete the prefix in the scanner."
        ),
        "suffix": _(
            "The scanner types something after the code: %(signs)s. Delete the suffix except Enter, and switch off "
            "“send check digit” for Code 39."
        ),
        "control": _(
            "The scanner presses control keys (Ctrl or Alt), which may start commands of the browser. "
            "Switch off control characters and choose “keyboard country: Germany”."
        ),
    }


def _reading() -> dict[str, str]:
    return {
        "lost": _(
            "Signs got lost on the way: %(count)s. Set a longer pause between characters in the scanner, "
            "and plug it in without a hub."
        ),
        "doubled": _(
            "Signs arrived twice: %(count)s. Set a longer pause between characters in the scanner."
        ),
        "slow": _(
            "The scanner types slowly: %(pace)s ms from sign to sign. Set the pause between characters to the shortest."
        ),
        "unknown": _(
            "That is none of the codes on the sheet, or it cannot be recognized any more. Scan it again."
        ),
        "unread": _(
            "The scanner does not read a code that it must be able to read. "
            "Go closer, print the sheet in its full size, and switch the kind of code on in the scanner."
        ),
        "unreadOptional": _(
            "The scanner does not read every kind of code. That is fine as long as your labels are of another kind."
        ),
    }
