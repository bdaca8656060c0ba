import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.targets import (
    LONGEST_TARGET,
    STATIC_DIRS,
    Resolved,
    TargetKind,
    TargetOptions,
    Tree,
    resolve,
    resolve_embed,
)

DOCUMENT = "docs/guide/start.md"
PATHS = (
    "logo.png",
    "etc/hosts.png",
    "img/root.png",
    "static/img/hero.png",
    "docs/guide/start.md",
    "docs/guide/cat.png",
    "docs/guide/a#b.png",
    "docs/guide/what?.png",
    "docs/guide/100%25.png",
    "docs/guide/my cat.png",
    "docs/guide/back\\slash.png",
    "docs/guide/win/pic.png",
    "docs/guide/Photo.PNG",
    "docs/guide/" + unicodedata.normalize("NFD", "café.png"),
    "docs/guide/Straße.png",
    "docs/img/plan.png",
    "docs/one.png",
    "website/docusaurus.config.js",
    "website/docs/intro.md",
    "website/static/img/site.png",
    "handbook/mkdocs.yml",
    "handbook/docs/page.md",
    "handbook/docs/img/deep.png",
)
TREE = Tree(PATHS)
OPTIONS = TargetOptions(static_dirs=("static",), repository="Acme/Tools")

CLIMBS = [
    "../../../etc/passwd",
    "../../../../../../../../etc/passwd",
    "../../../etc/hosts.png",
    "../../../logo.png",
    "../../../work/docs/guide/cat.png",
    "cat.png/../../../../logo.png",
    "./../../.././logo.png",
    "a/../../../../docs/guide/cat.png",
    "..//..//..//logo.png",
    "../../../docs/guide/cat.png",
    "../../..",
    "../../../",
    "../../../.",
    "/../logo.png",
    "/../../etc/passwd",
    "/img/../../logo.png",
    "~/../logo.png",
    "@site/../../logo.png",
    "@/../x.png",
    "/./../logo.png",
    "/static/../../logo.png",
    "pathname:///../logo.png",
    "{{ site.baseurl }}/../logo.png",
    "{{site.url}}/../../etc/passwd",
    "{{ '/../logo.png' | relative_url }}",
    "../../../logo.png?x=1",
    "../../../logo.png#x",
    "../../../%6cogo.png",
    "../../../my%20cat.png",
    "..\u002f..\u002f..\u002flogo.png",
]
ENCODED = [
    path
    for climb in CLIMBS[:12]
    for path in (
        climb.replace("..", "%2e%2e"),
        climb.replace("/", "%2f"),
        climb.replace("/", "\\"),
        climb.replace("/", "%5C"),
    )
]
DRIVES = [
    "C:\\Windows\\win.ini",
    "c:/windows/win.ini",
    "C:logo.png",
    "Z:\\logo.png",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file:logo.png",
    "file://localhost/etc/passwd",
    "\\\\server\\share\\x.png",
    "\\\\?\\C:\\x.png",
    "\\\\.\\PhysicalDrive0",
    "/\\evil.example/x.png",
    "\\/evil.example/x.png",
    "%2f%2fevil.example/x.png",
    "%5c%5cserver%5cx.png",
    "/%2fevil.example/x.png",
]
NOTHING = [
    "",
    "   ",
    ".",
    "..",
    "/",
    "./",
    "//",
    "\x00",
    "cat.png\x00",
    "cat.png%00",
    "cat.png%00.jpg",
    "%00",
    "cat.png%0a",
    "cat\x1b[31m.png",
    "cat\x7f.png",
    "/etc/passwd",
    "/proc/self/environ",
    "/dev/zero",
    "~root/.ssh/id_rsa",
    "~/.ssh/id_rsa",
    "~",
    ".git/config",
    "/.git/config",
    "../../.git/config",
    "cat.png/",
    "cat.png/.",
    "cat.png/x",
    "%252e%252e/%252e%252e/%252e%252e/logo.png",
    "..%252f..%252f..%252flogo.png",
    "%c0%ae%c0%ae/%c0%ae%c0%ae/logo.png",
    "%e0%80%ae%e0%80%ae/logo.png",
    "%u002e%u002e/logo.png",
    "..;/..;/..;/logo.png",
    ".../.../logo.png",
    "....//....//logo.png",
    "．．/．．/logo.png",
    "\u2024\u2024/logo.png",
    "..\u2215..\u2215logo.png",
    "%",
    "%%",
    "%zz",
    "%ff.png",
    "?",
    "?x=cat.png",
    "&#46;&#46;/logo.png",
    "docs",
    "docs/guide",
    "cat",
    "$HOME/logo.png",
    "$(cat logo.png)",
    "`id`",
    "-rf",
    "--output=x",
    "*",
    "*.png",
    "[c]at.png",
    "cat.pn?",
    "\ud800.png",
    "\u202egnp.tac",
    "con",
    "x" * 5000,
    "../" * 2000 + "logo.png",
    "a/" * 2045 + "x",
    "%2e%2e%2f" * 454 + "logo.png",
]
REMOTE = [
    "http://169.254.169.254/latest/meta-data",
    "https://example.org/cat.png",
    "HTTPS://EXAMPLE.ORG/cat.png",
    "//example.org/cat.png",
    "//docs/guide/cat.png",
    "http://[::1",
    "http://[v1.x]/cat.png",
    "https://",
    "javascript:alert(1)",
    "vbscript:x",
    "gopher://x/",
    "ftp://x/cat.png",
    "jar:http://x!/cat.png",
    "mailto:a@b",
    "https://github.com/other/tools/blob/main/logo.png",
    "https://github.com/acme/toolsmith/blob/main/logo.png",
    "https://github.com/acme/tools/blob/main/../../../etc/passwd",
    "https://github.com/acme/tools/blob/main/%2e%2e/%2e%2e/etc/passwd",
    "https://github.com/acme/tools/blob/main/nothing.png",
    "https://github.com/acme/tools/issues/1/logo.png",
    "https://github.com/acme/tools",
    "https://github.com@evil.example/acme/tools/blob/main/logo.png",
    "https://acme:pw@github.com/acme/tools/blob/main/logo.png",
    "https://github.com.evil.example/acme/tools/blob/main/logo.png",
    "https://evil.example/github.com/acme/tools/blob/main/logo.png",
    "https://raw.githubusercontent.com/other/tools/main/logo.png",
    "https://raw.githubusercontent.com/acme/tools/main/../../x",
    "https://other.github.io/tools/logo.png",
    "ssh://git@github.com/acme/tools/blob/main/logo.png",
]
HOSTILE = CLIMBS + ENCODED + DRIVES + NOTHING + REMOTE


def test_there_are_enough_hostile_targets() -> None:
    assert len(set(HOSTILE)) >= 120


@pytest.mark.parametrize("target", HOSTILE, ids=lambda target: ascii(target)[:60])
def test_a_hostile_target_leads_to_no_file(target: str) -> None:
    resolved = resolve(target, DOCUMENT, TREE, OPTIONS)
    assert resolved.path is None
    assert resolved.kind is not TargetKind.FILE


@pytest.mark.parametrize("target", CLIMBS + ENCODED + DRIVES, ids=ascii)
def test_a_way_out_of_the_repository_is_called_so(target: str) -> None:
    assert resolve(target, DOCUMENT, TREE, OPTIONS) == Resolved(TargetKind.OUTSIDE)


@pytest.mark.parametrize("target", REMOTE, ids=ascii)
def test_addresses_of_others_are_remote(target: str) -> None:
    assert resolve(target, DOCUMENT, TREE, OPTIONS) == Resolved(TargetKind.REMOTE)


@given(
    target=st.lists(
        st.sampled_from(
            ["..", "%2e%2e", ".", "/", "\\", "%2f", "%5c", "a", "~", "logo.png", "#", "?", "%00", "C:", "{{"]
        ),
        max_size=12,
    ).map("".join)
    | st.text(max_size=40),
    document=st.sampled_from(["readme.md", DOCUMENT, "handbook/docs/page.md", "website/docs/intro.md"]),
)
def test_whatever_is_found_is_a_tracked_path(target: str, document: str) -> None:
    resolved = resolve(target, document, TREE, OPTIONS)
    assert (resolved.path in PATHS) == (resolved.kind is TargetKind.FILE)
    assert (resolved.near in PATHS) == (resolved.kind is TargetKind.WRONG_CASE)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("cat.png", "docs/guide/cat.png"),
        ("./cat.png", "docs/guide/cat.png"),
        (" cat.png ", "docs/guide/cat.png"),
        ("cat.png?raw=true", "docs/guide/cat.png"),
        ("cat.png#gh-dark-mode-only", "docs/guide/cat.png"),
        ("cat.png?v=1#x", "docs/guide/cat.png"),
        ("../img/plan.png", "docs/img/plan.png"),
        ("../../logo.png", "logo.png"),
        ("..//img/./plan.png", "docs/img/plan.png"),
        ("my%20cat.png", "docs/guide/my cat.png"),
        ("my cat.png", "docs/guide/my cat.png"),
        ("a#b.png", "docs/guide/a#b.png"),
        ("a%23b.png", "docs/guide/a#b.png"),
        ("what?.png", "docs/guide/what?.png"),
        ("what%3F.png", "docs/guide/what?.png"),
        ("100%25.png", "docs/guide/100%25.png"),
        ("back\\slash.png", "docs/guide/back\\slash.png"),
        ("win\\pic.png", "docs/guide/win/pic.png"),
        ("..\\img\\plan.png", "docs/img/plan.png"),
        ("win%5Cpic.png", "docs/guide/win/pic.png"),
        ("caf\u00e9.png", "docs/guide/cafe\u0301.png"),
        ("cafe\u0301.png", "docs/guide/cafe\u0301.png"),
        ("caf%C3%A9.png", "docs/guide/cafe\u0301.png"),
        ("/img/hero.png", "static/img/hero.png"),
        ("/img/root.png", "img/root.png"),
        ("/img/plan.png", "docs/img/plan.png"),
        ("~/img/root.png", "img/root.png"),
        ("@site/static/img/hero.png", "static/img/hero.png"),
        ("pathname:///img/hero.png", "static/img/hero.png"),
        ("{{ site.baseurl }}/img/root.png", "img/root.png"),
        ("{{site.url}}{{ site.baseurl }}/img/root.png", "img/root.png"),
        ("{{ '/img/root.png' | relative_url }}", "img/root.png"),
        ('{{ "/img/root.png" | absolute_url }}', "img/root.png"),
        ("https://github.com/acme/tools/blob/main/logo.png", "logo.png"),
        ("https://github.com/Acme/Tools/raw/feature/x/docs/one.png?raw=true", "docs/one.png"),
        ("https://raw.githubusercontent.com/acme/tools/main/img/root.png", "img/root.png"),
        ("https://raw.githubusercontent.com/acme/tools/refs/heads/main/img/root.png", "img/root.png"),
        ("https://acme.github.io/tools/img/hero.png", "static/img/hero.png"),
    ],
)
def test_a_target_leads_to_its_file(target: str, path: str) -> None:
    assert resolve(target, DOCUMENT, TREE, OPTIONS) == Resolved(TargetKind.FILE, path=path)


@pytest.mark.parametrize(
    ("document", "target", "path"),
    [
        ("website/docs/intro.md", "/img/site.png", "website/static/img/site.png"),
        ("website/docs/intro.md", "@site/static/img/site.png", "website/static/img/site.png"),
        ("handbook/docs/page.md", "../img/deep.png", "handbook/docs/img/deep.png"),
        ("readme.md", "logo.png", "logo.png"),
        ("readme.md", "/logo.png", "logo.png"),
    ],
)
def test_the_site_around_a_document_counts(document: str, target: str, path: str) -> None:
    assert resolve(target, document, TREE) == Resolved(TargetKind.FILE, path=path)


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("CAT.png", "docs/guide/cat.png"),
        ("photo.png", "docs/guide/Photo.PNG"),
        ("STRASSE.png", "docs/guide/Straße.png"),
        ("CAFÉ.png", "docs/guide/cafe\u0301.png"),
        ("/IMG/root.png", "img/root.png"),
    ],
)
def test_other_letter_case_is_near_and_no_file(target: str, near: str) -> None:
    assert resolve(target, DOCUMENT, TREE, OPTIONS) == Resolved(TargetKind.WRONG_CASE, near=near)


@pytest.mark.parametrize("target", ["data:image/png;base64,AAAA", "DATA:,x", "attachment:image.png", "blob:x", "cid:x"])
def test_embedded_pictures_are_data(target: str) -> None:
    assert resolve(target, DOCUMENT, TREE) == Resolved(TargetKind.DATA)


@pytest.mark.parametrize(
    "target",
    [
        *("{{ page.image }}", "img/{{ name }}.png", "{% link x %}", "x{% if a %}.png", "<%= x %>"),
        *("{logo}", "${base}/x.png", "${base.path}/x.png", "#figure"),
    ],
)
def test_a_computed_target_is_unknown(target: str) -> None:
    assert resolve(target, DOCUMENT, TREE) == Resolved(TargetKind.UNKNOWN)


@pytest.mark.parametrize(
    "target", ["cat.png?{{", "cat.png?v={{ version }}", "cat.png#${", "cat.png#<?", "ca\tt.pn\ng", "\r\ncat.png"]
)
def test_what_stands_behind_the_path_or_is_dropped_by_browsers_hides_no_file(target: str) -> None:
    assert resolve(target, DOCUMENT, TREE) == Resolved(TargetKind.FILE, path="docs/guide/cat.png")


@pytest.mark.parametrize("folder", STATIC_DIRS)
def test_a_leading_slash_leads_to_every_usual_folder_of_files(folder: str) -> None:
    path = f"{folder}/img/x.png".removeprefix("/")
    assert resolve("/img/x.png", DOCUMENT, Tree([DOCUMENT, path])) == Resolved(TargetKind.FILE, path=path)


def test_addresses_of_the_repository_are_remote_while_its_name_is_unknown() -> None:
    assert resolve("https://github.com/acme/tools/blob/main/logo.png", DOCUMENT, TREE).kind is TargetKind.REMOTE


def test_a_file_that_is_not_there_is_missing() -> None:
    assert resolve("dog.png", DOCUMENT, TREE, OPTIONS) == Resolved(TargetKind.MISSING)


def test_a_target_may_be_as_long_as_a_path_and_no_longer() -> None:
    name = "x" * (LONGEST_TARGET - 4) + ".png"
    tree = Tree([name, "y" + name])
    assert resolve(name, "readme.md", tree).path == name
    assert resolve("y" + name, "readme.md", tree).kind is TargetKind.MISSING


def test_an_exact_name_wins_over_one_in_other_letter_case() -> None:
    tree = Tree(["A.png", "a.png"])
    assert resolve("a.png", "readme.md", tree).path == "a.png"
    assert resolve("A.png", "readme.md", tree).path == "A.png"


@pytest.mark.parametrize(
    ("target", "other"),
    [("a.png#b.png", "a.png"), ("a.png?b.png", "a.png"), ("a%20b.png", "a b.png"), ("a\\b.png", "a/b.png")],
)
def test_the_file_whose_name_is_as_written_wins(target: str, other: str) -> None:
    assert resolve(target, "readme.md", Tree([target, other])).path == target
    assert resolve(target, "readme.md", Tree([other])).path == other


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("x.png", "docs/modules/a/images/x.png"),
        ("sub/y.png", "docs/modules/a/images/sub/y.png"),
        ("b:z.png", "docs/modules/b/images/z.png"),
        ("c:z.png", None),
    ],
)
def test_antora_looks_in_the_images_of_a_module(target: str, path: str | None) -> None:
    tree = Tree(["docs/modules/a/images/x.png", "docs/modules/a/images/sub/y.png", "docs/modules/b/images/z.png"])
    assert resolve(target, "docs/modules/a/pages/p.adoc", tree).path == path


def test_the_modules_of_antora_may_lie_at_the_root() -> None:
    tree = Tree(["modules/a/images/x.png"])
    assert resolve("x.png", "modules/a/pages/p.adoc", tree).path == "modules/a/images/x.png"


VAULT = Tree(
    [
        "notes/.obsidian/app.json",
        "notes/day/one.md",
        "notes/day/near.png",
        "notes/near.png",
        "notes/files/tide.png",
        "notes/files/old/tide.png",
        "notes/a/twin.png",
        "notes/b/twin.png",
        "notes/x/sub/part.png",
        "notes/y/z/sub/part.png",
        "notes/y/z/my file.png",
        "notes/files/100%25.png",
        "elsewhere/outside.png",
    ]
)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        pytest.param("day/near.png", "notes/day/near.png", id="from the vault"),
        pytest.param("near.png", "notes/near.png", id="from the vault before from the note"),
        pytest.param("../near.png", "notes/near.png", id="from the note"),
        pytest.param("tide.png", "notes/files/tide.png", id="the one in the fewest folders"),
        pytest.param("old/tide.png", "notes/files/old/tide.png", id="by the end of its path"),
        pytest.param("sub/part.png", "notes/x/sub/part.png", id="by the end of its path, the shortest"),
        pytest.param("TIDE.PNG", "notes/files/tide.png", id="in any letter case"),
        pytest.param("my file.png", "notes/y/z/my file.png", id="with a blank"),
        pytest.param("100%25.png", "notes/files/100%25.png", id="without decoding"),
        pytest.param("tide.png#outlined", "notes/files/tide.png", id="with a fragment"),
    ],
)
def test_an_embed_leads_to_its_file_wherever_it_lies_in_the_vault(target: str, path: str) -> None:
    assert resolve_embed(target, "notes/day/one.md", VAULT) == Resolved(TargetKind.FILE, path=path)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        pytest.param("twin.png", TargetKind.UNKNOWN, id="two are as near"),
        pytest.param("outside.png", TargetKind.MISSING, id="not in the vault"),
        pytest.param("none.png", TargetKind.MISSING, id="no such name"),
        pytest.param("de.png", TargetKind.MISSING, id="the end of a name"),
        pytest.param("100%.png", TargetKind.MISSING, id="decoded"),
        pytest.param("", TargetKind.MISSING, id="nothing"),
        pytest.param("#x", TargetKind.MISSING, id="a fragment only"),
        pytest.param("tide.png\0", TargetKind.MISSING, id="a control sign"),
        pytest.param("../../../tide.png", TargetKind.MISSING, id="out of the repository"),
        pytest.param("a" * (LONGEST_TARGET + 1), TargetKind.MISSING, id="too long"),
    ],
)
def test_an_embed_without_one_answer_leads_nowhere(target: str, kind: TargetKind) -> None:
    assert resolve_embed(target, "notes/day/one.md", VAULT) == Resolved(kind)


@pytest.mark.parametrize("target", HOSTILE, ids=lambda target: ascii(target)[:60])
def test_a_hostile_embed_leads_to_a_tracked_file_or_to_none(target: str) -> None:
    assert resolve_embed(target, DOCUMENT, TREE).path in {None, *PATHS}


def test_a_name_of_very_many_files_is_not_looked_through() -> None:
    tree = Tree(["x.md", *(f"a/{'b/' * (n % 7)}{n}/icon.png" for n in range(1001))])
    assert resolve_embed("7/icon.png", "x.md", tree) == Resolved(TargetKind.MISSING)
