"""What uploaded files are called."""

import pytest

from apps.media.names import LONGEST_STEM, clean_name, free_name

pytestmark = pytest.mark.unit

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"


@pytest.mark.parametrize(
    ("given", "media_type", "cleaned"),
    [
        ("foto.jpg", JPEG, "foto.jpg"),
        ("Foto vom Schaden.JPEG", JPEG, "Foto vom Schaden.JPEG"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\anna\\Rechnung.pdf", PDF, "Rechnung.pdf"),
        ("bild.jpg", PNG, "bild.png"),
        ("evil.html", JPEG, "evil.jpg"),
        ("evil.jpg\0.html", JPEG, "evil.jpg.jpg"),
        ("zeile\neins.jpg", JPEG, "zeile eins.jpg"),
        ("gpj\N{RIGHT-TO-LEFT OVERRIDE}txt.exe", JPEG, "gpjtxt.jpg"),
        ("Säge \N{GRINNING FACE}.jpg", JPEG, "Säge.jpg"),
        ("\N{GRINNING FACE}.png", PNG, "datei.png"),
        ("u\N{COMBINING DIAERESIS}ber.png", PNG, "über.png"),
        (".htaccess", PDF, "htaccess.pdf"),
        ("..", PDF, "datei.pdf"),
        ('"><script>.jpg', JPEG, "script.jpg"),
        ("", PNG, "datei.png"),
        ("bericht.v2.pdf", PDF, "bericht.v2.pdf"),
    ],
)
def test_a_name_keeps_its_last_part_and_ends_as_the_content_does(given, media_type, cleaned):
    assert clean_name(given, media_type) == cleaned


def test_a_name_of_500_characters_is_cut():
    assert clean_name("a" * 500 + ".jpg", JPEG) == "a" * LONGEST_STEM + ".jpg"


def test_a_taken_name_gets_the_next_free_number():
    assert free_name("foto.jpg", ["foto.jpg", "Foto-2.JPG", "plan.pdf"]) == "foto-3.jpg"


def test_a_free_name_stays():
    assert free_name("foto.jpg", ["foto.png"]) == "foto.jpg"
