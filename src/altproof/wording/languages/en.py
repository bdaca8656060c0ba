"""English."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Screenshot", "diagram": "Diagram", "chart": "Chart", "logo": "Logo", "icon": "Icon",
        "photo": "Photo", "map": "Map", "table": "Table", "terminal": "Terminal output", "code": "Code",
    },
    clear={
        "screenshot": "screenshot, screenshots, screen shot, screen shots, screen capture, screen captures",
        "diagram": "diagram, diagrams, flowchart, flowcharts, flow chart",
        "photo": "photo, photos, photograph, photographs",
    },
    of="{kind} of {topic}",
    own={"logo": "{topic} logo", "icon": "{topic} icon", "code": "Code for {topic}"},
    place=" \u2013 {}",
    purpose=" \u2013 {}",
    highlighted=', with "{}" highlighted',
    labelled=", labelled {}",
    names={
        "screenshot": "screenshoot, screencap, screengrab, screengrabs",
        "diagram": "flowdiagram",
        "chart": "barchart, piechart, linechart, histogram, histograms",
        "logo": "logo, logos, logotype, favicon",
        "icon": "icon, icons",
    },
    last={
        "chart": "chart, graph, plot",
        "map": "map",
        "table": "table",
        "terminal": "terminal, console",
        "code": "code, snippet",
        "logo": "logo",
        "icon": "icon",
    },
    folders={
        "chart": "charts, graphs, plots",
        "map": "maps",
        "table": "tables",
        "terminal": "terminals",
        "code": "snippets",
    },
    pointed=r"\b(?:following|below|this|next|these) (?:[\w-]+ ){0,2}?"
    r"(chart|graph|plot|map|table|logo|icon|code|terminal)\b",
    announced=(
        r"\b(?:(?:following|below|next|this|here|above)(?: [\w-]+){0,4}? (?:shows|illustrates|displays|depicts)"
        r"|(?:here|below|following) (?:is|are))(?: (?:an?|the|your|our|example|example of))* (.+)"
        r"|\A(?:(?:an?|the|your|our) )?(.+?) (?:(?:should|will|would|may|must|can|now) ){0,2}looks? "
        r"(?:like|similar to|as) (?:this|below|the following|follows|the [\w-]+ below)\b"
        r"|\A(?:[\w-]+ ){0,3}?(?:representation|illustration|depiction|screenshot|picture|view|example) of "
        r"(?:an?|the|your|our)? ?(.+)"
    ),
    ends=r"[,;:.(]| (?:which|that|where|when|while|after|before|if|once|so|below|above)\b",
    earlier_ends=r" (?:and|with|from|as|in|on|for)\b",
    buttons=(
        "ok, cancel, save, save as, apply, close, next, back, finish, done, yes, no, continue, submit, "
        "sign in, log in, "
        "sign out, log out, sign up, browse, upload, download, delete, edit, add, add new, create, new, "
        "open, file, view, "
        "help, tools, window, settings, preferences, options, search, filter, refresh, home, dashboard, overview, "
        "username, password, remember me, forgot password, learn more, show more, select all, copy, share, export, "
        "import, run, start, stop, restart, install, update, remove, reset, account, profile, notifications"
    ),
)  # fmt: skip
