"""File names as words, kinds of images, and the last touch on a draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import ImageReference, Span, Surroundings
from altproof.rules.base import Subject
from altproof.wording.kinds import kind_of
from altproof.wording.name_words import NOTHING, NameWords, Verdict, name_words
from altproof.wording.polish import LONGEST, cut, is_hollow, polish
from altproof.wording.vocabulary import looks_like_a_word


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".png",
        "1.png",
        "a1.png",
        "img/0042.jpg",
        "IMG_20240428_112110.jpg",
        "image.png",
        "image-2.png",
        "fig3.png",
        "photo (2).jpg",
        "untitled.png",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479.png",
        "3f2a1b9c77.png",
        "aXb3Kz9QwT.png",
        "graphicsmm_pathgeometrylinesegment.png",
        "Screenshot 2024-04-28 at 11.21.10.png",
        "Screenshot (12).png",
        "Screenshot_20240428-112110.png",
        "CleanShot 2024-04-28 at 11.21.10@2x.png",
        "Bildschirmfoto 2023-01-02 um 10.11.12.png",
        "Capture d’écran 2024-04-28 à 11.21.10.png",
        "Captura de pantalla 2024-04-28 a las 11.21.10.png",
        "スクリーンショット 2024-04-28 11.21.10.png",
        "截屏2024-04-28 11.21.10.png",
        "capture.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_name_without_words_gives_none(name: str) -> None:
    assert name_words(name) == NOTHING


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("img/login-page.png", "login page"),
        ("img\\login_page.PNG", "login page"),
        ("LoginPage@2x.png", "login page"),
        ("https://example.org/a/login.page.png?raw=true#x", "login page"),
        ("My%20Login.png", "my login"),
        ("login.3f2a1b9c.png", "login"),
        ("dashboard-1024x768-dark.png", "dashboard"),
        ("create-new-project.png", "create new project"),
        ("001_create-resource-group.png", "create resource group"),
        ("windows-11-start-menu.png", "Windows 11 start menu"),
        ("windows-11.png", "Windows"),
        ("step-2-sign-in.png", "step 2 sign in"),
        ("k8s_cluster-architecture_en-us.svg", "K8s cluster architecture"),
        ("oauth2-flow.drawio.svg", "OAuth2 flow"),
        ("GitHubActions.png", "GitHub actions"),
        ("api-url-settings.de.png", "API URL settings"),
        ("screenshot-settings-dialog.png", "settings dialog"),
        ("Screenshot_20240428-112110_Settings.jpg", "settings"),
        ("figure-3-network-topology.png", "network topology"),
        ("capture-traffic.png", "capture traffic"),
        ("überblick-anmeldung.png", "überblick anmeldung"),
        ("架构图.png", "架构图"),
    ],
)
def test_a_name_of_words_is_read_as_words(name: str, words: str) -> None:
    assert name_words(name) == NameWords(tuple(words.split()), Verdict.WORDS)


@pytest.mark.parametrize(
    ("name", "words"), [("wcpsdk-visuals-pane.png", "visuals pane"), ("wsl2-network-l2w.png", "WSL 2 network")]
)
def test_codes_are_left_out_of_a_name_that_is_partly_codes(name: str, words: str) -> None:
    assert name_words(name) == NameWords(tuple(words.split()), Verdict.PARTLY)


@pytest.mark.parametrize(
    "token",
    "wcpsdk graphicsmm xkcd qwrt asdf ghjk aaaab vbnm x l pathgeometrylinesegments".split(),  # noqa: SIM905  (reads better)
)
def test_a_code_is_no_word(token: str) -> None:
    assert not looks_like_a_word(token)


@pytest.mark.parametrize(
    "token",
    "login strengths rhythm months prompts worlds algorithms squash growth sphere schedule tsunami app new ui api "  # noqa: SIM905  (reads better)
    "internationalization screenshot catchphrase été 図".split(),
)
def test_a_word_is_a_word(token: str) -> None:
    assert looks_like_a_word(token)


@given(st.text(st.characters(), max_size=400))
def test_any_name_gives_words_or_the_verdict_that_there_are_none(name: str) -> None:
    words = name_words(name)
    assert (words.words == ()) == (words.verdict is Verdict.CODES)
    assert all(word and not word.isspace() for word in words.words)


def kind(target: str = "img/a1.png", *, text_before: str | None = None, heading: str | None = None) -> str | None:
    around = Surroundings(heading=heading, text_before=text_before)
    reference = ImageReference("a.md", Span(1, 1, 1, 2), "x", target, None, None, around)
    found = kind_of(Subject(reference))
    return found.name if found else None


@pytest.mark.parametrize(
    "target",
    [
        "img/login.png",
        "img/architecture-overview.png",
        "img/map-network-drive.png",
        "img/vs-code.png",
        "img/qr-code.png",
        "img/create-table.png",
        "img/site-map.png",
        "img/capture-traffic.png",
        "charts.png",
        "data:image/png;base64,diagram",
    ],
)
def test_a_name_that_does_not_say_the_kind_gives_none(target: str) -> None:
    assert kind(target) is None


@pytest.mark.parametrize(
    "text",
    ["Open the map. Then click OK:", "Charts are useful.", "See the screenshot. Now go on:", "The logo of the firm:"],
)
def test_text_before_that_speaks_of_something_else_gives_none(text: str) -> None:
    assert kind(text_before=text) is None


def test_a_topic_in_a_heading_is_no_kind() -> None:
    assert kind(heading="Charts, maps and tables") is None


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("img/login-screenshot.png", "screenshot"),
        ("img/Screenshot 2024-04-28 at 11.21.10.png", "screenshot"),
        ("img/Bildschirmfoto 2024-04-28.png", "screenshot"),
        ("docs/screenshots/a1.png", "screenshot"),
        ("img/diagram-screenshot.png", "screenshot"),
        ("img/loginFlowDiagram.png", "diagram"),
        ("img/flowchart.png", "diagram"),
        ("img/sales-chart.png", "chart"),
        ("img/latency_histogram.png", "chart"),
        ("charts/a1.png", "chart"),
        ("img/github-logo.svg", "logo"),
        ("icons/a1.svg", "icon"),
        ("photos/a1.jpg", "photo"),
        ("img/campus-map.png", "map"),
        ("img/comparison-table.png", "table"),
        ("img/windows-terminal.png", "terminal"),
        ("img/sample-code.png", "code"),
    ],
)
def test_a_clear_word_in_name_or_folder_gives_the_kind(target: str, name: str) -> None:
    assert kind(target) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The following diagram shows the flow:", "diagram"),
        ("Open it. You see this screenshot.", "screenshot"),
        ("The chart is long. The following bar chart shows why:", "chart"),
        ("In the map below you see the campus:", None),
        ("This map shows the campus:", "map"),
    ],
)
def test_the_sentence_before_gives_the_kind_when_it_points_at_the_image(text: str, name: str | None) -> None:
    assert kind(text_before=text) == name


def test_a_heading_gives_the_kind_when_the_word_is_clear() -> None:
    assert kind(heading="Screenshots") == "screenshot"


@pytest.mark.parametrize(
    "text",
    ["", " \u200b ", "...", "Image", "image 2", "a screenshot of a computer", "Image of image", "Picture of a picture"],
)
def test_a_text_that_fits_every_image_is_no_draft(text: str) -> None:
    assert polish(text) is None


@pytest.mark.parametrize(
    "text", ["https://example.org", "See www.example.org", "<img src=x>", "x <!-- y", "javascript:alert(1)"]
)
def test_a_text_with_a_link_or_a_tag_is_no_draft(text: str) -> None:
    assert polish(text) is None


@pytest.mark.parametrize(
    "text", ["Login form", "a < b", "Imagery of the Earth", "Image builder window", "Ratio 3:2", "図"]
)
def test_a_good_text_stays_as_it_is(text: str) -> None:
    assert polish(text) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Image of the login form", "The login form"),
        ("this is an image showing a picture of a bridge", "A bridge"),
        ("an image containing a bridge", "A bridge"),
        ("a screenshot of a screenshot of a form", "A screenshot of a form"),
        ("two\n lines\u202e", "two lines"),
    ],
)
def test_openings_doubles_and_breaks_are_mended(text: str, line: str) -> None:
    assert polish(text) == line


def test_a_text_of_the_longest_length_is_whole() -> None:
    assert cut("x" * LONGEST) == "x" * LONGEST


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("word " * 100, ("word " * 50).strip()),
        ("x" * 300, "x" * 250),
        (("s" * 150) + ". " + "t" * 200, "s" * 150 + "."),
        ("short. " + "word, " * 100, "short. " + ("word, " * 40).rstrip(", ")),
        ("e\u0301" * 200, "e\u0301" * 125),
        ("x" + "e\u0301" * 200, "x" + "e\u0301" * 124),
    ],
)
def test_a_long_text_is_cut_at_a_sentence_a_word_or_a_letter(text: str, shortened: str) -> None:
    assert cut(text) == shortened


@given(st.text(st.characters(), max_size=600))
def test_what_is_polished_needs_no_more_polish(text: str) -> None:
    line = polish(text)
    assert line is None or (polish(line) == line and len(line) <= LONGEST and not is_hollow(line))
