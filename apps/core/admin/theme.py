"""The colors of the back office, the same as those of all other pages (assets/css/theme.css)."""

TONES = {
    "neutral": ("#f0efec", "#5e594f", "#d6d1c7", "#2f2d2b", "#b0a99f", "#4b4843"),
    "info": ("#e9eff8", "#1f5fb8", "#b1c7e6", "#2b323c", "#86b6f6", "#445469"),
    "success": ("#e8f1ec", "#1a7441", "#afcebc", "#273529", "#74ce95", "#3e5c47"),
    "warning": ("#fdf2db", "#7a4b00", "#f0d08a", "#3b3221", "#f3c04f", "#66542e"),
    "error": ("#f9eaea", "#bd2424", "#e8b2b2", "#3e2c2a", "#f7938b", "#6c4844"),
}
WEIGHTS = ("tint-light", "ink-light", "line-light", "tint-dark", "ink-dark", "line-dark")

COLORS = {
    **{name: dict(zip(WEIGHTS, values, strict=True)) for name, values in TONES.items()},
    "base": {
        "50": "#f6f4f0",
        "100": "#efece6",
        "200": "#e4e0d8",
        "300": "#d6d1c7",
        "400": "#b0a99f",
        "500": "#8c867b",
        "600": "#5e594f",
        "700": "#4b4843",
        "800": "#3a3733",
        "900": "#211f1d",
        "950": "#171614",
    },
    "primary": {
        "50": "#eaeef6",
        "100": "#d9e1f0",
        "200": "#b9c8e4",
        "300": "#a3bcf0",
        "400": "#7f9bd6",
        "500": "#a3bcf0",
        "600": "#1d3768",
        "700": "#1a3160",
        "800": "#2a2f3d",
        "900": "#14264a",
        "950": "#0f1d3d",
    },
    # What the theme takes for messages and for buttons that delete.
    "red": {
        "100": "#f9eaea",
        "400": "#f7938b",
        "500": "#bd2424",
        "600": "#bd2424",
        "700": "#bd2424",
    },
    "green": {
        "100": "#e8f1ec",
        "400": "#74ce95",
        "500": "#1a7441",
        "600": "#1a7441",
        "700": "#1a7441",
    },
    "orange": {
        "100": "#fdf2db",
        "400": "#f3c04f",
        "500": "#f0ad1c",
        "600": "#7a4b00",
        "700": "#7a4b00",
    },
    "blue": {
        "100": "#e9eff8",
        "400": "#86b6f6",
        "500": "#1f5fb8",
        "600": "#1f5fb8",
        "700": "#1f5fb8",
    },
    "font": {
        "subtle-light": "var(--color-base-600)",
        "subtle-dark": "var(--color-base-400)",
        "default-light": "#3a3733",
        "default-dark": "#cfc9bf",
        "important-light": "#22211e",
        "important-dark": "#eeebe5",
    },
}
