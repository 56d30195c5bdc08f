"""The colors of the back office, those of all other pages (assets/css/theme.css) under the names the theme asks for.

``tint``, ``ink`` and ``line`` belong to the status badge and are ours; the numbers are the theme's.
"""

COLORS = {
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
    "font": {
        "subtle-light": "#5e594f",
        "subtle-dark": "#b0a99f",
        "default-light": "#3a3733",
        "default-dark": "#cfc9bf",
        "important-light": "#22211e",
        "important-dark": "#eeebe5",
    },
    # Messages, and the button that deletes.
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
    "neutral": {"tint": "#f0efec", "ink": "#5e594f", "line": "#d6d1c7"},
    "info": {"tint": "#e9eff8", "ink": "#1f5fb8", "line": "#b1c7e6"},
    "success": {"tint": "#e8f1ec", "ink": "#1a7441", "line": "#afcebc"},
    "warning": {"tint": "#fdf2db", "ink": "#7a4b00", "line": "#f0d08a"},
    "error": {"tint": "#f9eaea", "ink": "#bd2424", "line": "#e8b2b2"},
}
DARK_COLORS = {
    "primary": {"600": "#2f5299"},  # a button that stands out from a dark page
    "neutral": {"tint": "#2f2d2b", "ink": "#b0a99f", "line": "#4b4843"},
    "info": {"tint": "#2b323c", "ink": "#86b6f6", "line": "#445469"},
    "success": {"tint": "#273529", "ink": "#74ce95", "line": "#3e5c47"},
    "warning": {"tint": "#3b3221", "ink": "#f3c04f", "line": "#66542e"},
    "error": {"tint": "#3e2c2a", "ink": "#f7938b", "line": "#6c4844"},
}
