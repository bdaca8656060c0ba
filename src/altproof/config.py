"""The repository's own settings: a YAML file that strangers may write, checked against the schema, as a frozen value.

It holds no address, no key and no output path; those are action inputs (`settings.py`). The schema
(`schema/config.schema.json`) is the source: keys, limits, defaults and their documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from altproof import schemas
from altproof.errors import ConfigError
from altproof.links import CONFIG_PAGE
from altproof.model import Feature, Request, RuleChoice, SegmentationMode, Severity, TextReader
from altproof.patterns import lazy_regex
from altproof.sites import ImageCall, Site

if TYPE_CHECKING:
    from altproof.config_yaml import Mistake

_MAX_MISTAKES: Final = 50
_MAX_LINE: Final = 200
_MAX_NAME: Final = 60
_RATIO: Final = lazy_regex(r"([1-9][0-9]{0,4}):([1-9][0-9]{0,4})")
_RATIO_DIGITS: Final = 4
"""16:9 becomes 1.7778; the service documents no limit, its samples have one or two digits."""

_ALIASES: Final = {
    **{feature.lower(): feature.value for feature in Feature},
    "dense_captions": Feature.DENSE_CAPTIONS.value,
    "smart_crops": Feature.SMART_CROPS.value,
    "text": Feature.READ.value,
    "crop_suggestions": Feature.SMART_CROPS.value,
}
"""The names of the REST interface and of Azure's SDKs, in lower case."""

_NOT_SCANNED: Final = (
    "**/node_modules/**",
    "**/vendor/**",
    "**/_site/**",
    "**/_build/**",
    "**/dist/**",
    "**/.ipynb_checkpoints/**",
)


class Annotate(StrEnum):
    """Which findings are shown on the lines of a change."""

    CHANGED = "changed"
    """On changed lines and of changed images."""
    DOCUMENT = "document"
    """The rest of each changed document too."""
    ALL = "all"


class OnEngineError(StrEnum):
    """What becomes of a run whose engine fails."""

    CONTINUE = "continue"
    FAIL = "fail"


class AnalysisConfig(Struct, frozen=True):
    """What is asked of the engine."""

    engine: str = "auto"
    """`auto`, `none`, or the name of an engine."""
    features: tuple[Feature, ...] = (Feature.CAPTION, Feature.READ, Feature.TAGS)
    language: str = "en"
    """As written: BCP 47, or the service's own `sr-Cryl`."""
    gender_neutral_caption: bool = False
    smart_crops_aspect_ratios: tuple[float, ...] = ()
    """Width divided by height."""
    text_reader: TextReader = TextReader.AUTO
    """Of the offline engine."""
    model_version: str = "latest"
    model_name: str | None = None
    """A custom model, beside which every field above but `engine` is left at its default. None: the standard model."""
    segmentation_mode: SegmentationMode | None = None
    """Asks for a picture, beside which every field above but `engine` is left at its default. None: asks for words."""


class ImagesConfig(Struct, frozen=True):
    """Which images are looked at; the patterns are those of `altproof.globs`."""

    include: tuple[str, ...] = ("**",)
    exclude: tuple[str, ...] = _NOT_SCANNED
    max_count: int = 100


class DocumentsConfig(Struct, frozen=True):
    """Which documents are read; the patterns are those of `altproof.globs`."""

    include: tuple[str, ...] = ("**",)
    exclude: tuple[str, ...] = _NOT_SCANNED
    static_dirs: tuple[str, ...] = ()
    """Relative to the repository's root, without a slash at either end."""
    shortcodes: tuple[ImageCall, ...] = ()
    includes: tuple[ImageCall, ...] = ()
    components: tuple[ImageCall, ...] = ()
    front_matter: tuple[tuple[str, str], ...] = ()
    """Pairs of dotted keys: the image's and its alt text's."""
    notebook_figures: bool = False
    """Whether figures that a notebook's code made count."""

    @property
    def site(self) -> Site:
        """The same for the readers; the generator is found per document."""
        return Site(
            shortcodes=self.shortcodes,
            includes=self.includes,
            components=self.components,
            front_matter=self.front_matter,
            output_images=self.notebook_figures,
        )


class AltTextConfig(Struct, frozen=True):
    """What a good alt text is here."""

    profile: str = "wcag"
    """A name of `rules.profiles.PROFILES`."""
    min_length: int | None = None
    """Characters as `text.length` counts them. None: the profile's."""
    max_length: int | None = None
    """Characters as `text.length` counts them. None: the profile's."""
    language: str = "en"
    """Of documents that do not say otherwise, in BCP 47."""
    language_by_path: tuple[tuple[str, str], ...] = ()
    """Pairs of a pattern (`altproof.globs`) of documents and their language; the first that fits counts."""
    decorative: tuple[str, ...] = ()
    """Patterns of image files that need no alt text."""
    empty_markdown_alt: str = "missing"
    """What `![](x)` means, for which Markdown has no word: `missing` or `decorative`."""


class ReportConfig(Struct, frozen=True):
    """What is shown where."""

    annotate: Annotate = Annotate.CHANGED


class Config(Struct, frozen=True):
    """Everything that a repository may decide for itself; `Config()` is an empty file."""

    analysis: AnalysisConfig = AnalysisConfig()
    images: ImagesConfig = ImagesConfig()
    documents: DocumentsConfig = DocumentsConfig()
    alt_text: AltTextConfig = AltTextConfig()
    rules: Mapping[str, RuleChoice] = field(default_factory=dict)
    """Only the rules that the file names."""
    report: ReportConfig = ReportConfig()
    baseline: str | None = None
    """Path of the file of known findings. None: the usual one, if it is there."""
    fail_on: str = "error"
    """A severity, or `never` (see `report.exit_code`)."""
    on_engine_error: OnEngineError = OnEngineError.CONTINUE

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Config:
        """The settings in `value`, which the schema has accepted and whose spellings are already made equal."""
        sections: dict[str, Callable[[dict[str, Any]], object]] = {
            "analysis": _analysis,
            "images": lambda given: ImagesConfig(**_tuples(given)),
            "documents": _documents,
            "alt_text": _alt_text,
            "rules": lambda given: {name: _choice(word) for name, word in given.items()},
            "report": lambda given: ReportConfig(annotate=Annotate(given.get("annotate", Annotate.CHANGED))),
        }
        fields: dict[str, Any] = {name: make(value[name]) for name, make in sections.items() if name in value}
        return cls(
            **fields,
            baseline=value.get("baseline"),
            fail_on=value.get("fail_on", cls().fail_on),
            on_engine_error=OnEngineError(value.get("on_engine_error", OnEngineError.CONTINUE)),
        )


def load(data: bytes, name: str) -> Config:
    """The settings in the file `name` with the content `data`; an empty file changes nothing.

    Raises ConfigError, whose message holds a line for each mistake and never a value of the file. The parser and
    the schema check are imported here, so that a run without a file does not pay for them.
    """
    import json

    from altproof import config_check, config_yaml

    try:
        parsed = config_yaml.read(data)
    except config_yaml.UnreadableYamlError as exc:
        raise _refused(name, [exc.mistake]) from None
    if parsed.value is None and not parsed.mistakes:
        return Config()
    value = _normalised(parsed.value)
    mistakes = [*parsed.mistakes, *config_check.mistakes(value, parsed, json.loads(schema_text()))]
    if mistakes or not isinstance(value, dict):
        raise _refused(name, mistakes)
    return Config.from_json(value)


def request(analysis: AnalysisConfig) -> Request:
    """What to ask an engine; with a custom model nothing but its name, for segmentation nothing but the mode."""
    if analysis.segmentation_mode is not None:
        return Request(features=(), segmentation_mode=analysis.segmentation_mode)
    if analysis.model_name is not None:
        return Request(features=(), model_name=analysis.model_name)
    return Request(
        features=analysis.features,
        language=analysis.language,
        gender_neutral_caption=analysis.gender_neutral_caption,
        smart_crops_aspect_ratios=analysis.smart_crops_aspect_ratios,
        # the service takes the latest when nothing is said, and gateways may know no word for it
        model_version=None if analysis.model_version == "latest" else analysis.model_version,
        text_reader=analysis.text_reader,
    )


def schema_text() -> str:
    """The schema of the configuration, as JSON; the only file that this module reads."""
    return schemas.schema_text("config")


def _refused(name: str, mistakes: list[Mistake]) -> ConfigError:
    from altproof.config_check import shown

    printable = "".join(character if character.isprintable() else "?" for character in name)
    file = printable if len(printable) <= _MAX_NAME else f"…{printable[-_MAX_NAME:]}"
    ordered = sorted(mistakes, key=lambda mistake: (mistake.place.line, mistake.place.column, len(mistake.path)))
    lines = [f"{file}:{m.place.line}:{m.place.column}: {shown(m.path)}: {m.text}" for m in ordered[:_MAX_MISTAKES]]
    if len(ordered) > _MAX_MISTAKES:
        lines.append(f"{file}: and {len(ordered) - _MAX_MISTAKES} more mistakes")
    short = [line if len(line) <= _MAX_LINE else f"{line[: _MAX_LINE - 1]}…" for line in lines]
    places = [(mistake.place.line, mistake.place.column) for mistake in ordered[:_MAX_MISTAKES]]
    hint = f"every setting is described in {CONFIG_PAGE}"
    return ConfigError("\n".join(short), hint=hint, path=name, places=places)


def _normalised(value: object) -> object:
    """The same settings with the spellings that mean the same made equal, so that the schema sees only one of them."""
    if not isinstance(value, dict) or not isinstance(value.get("analysis"), dict):
        return value
    analysis = dict(value["analysis"])
    for key, make in (("features", _feature), ("smart_crops_aspect_ratios", _ratio)):
        if isinstance(analysis.get(key), list):
            analysis[key] = [make(entry) if isinstance(entry, str) else entry for entry in analysis[key]]
    return {**value, "analysis": analysis}


def _feature(word: str) -> str:
    return _ALIASES.get(word.lower(), word)


def _ratio(text: str) -> str | float:
    sides = _RATIO.fullmatch(text)
    return round(int(sides[1]) / int(sides[2]), _RATIO_DIGITS) if sides else text


def _alt_text(given: dict[str, Any]) -> AltTextConfig:
    by_path = tuple((entry["path"], entry["language"]) for entry in given.get("language_by_path", ()))
    return AltTextConfig(**{**_tuples(given), "language_by_path": by_path})


def _choice(given: str | dict[str, Any]) -> RuleChoice:
    options = dict(given) if isinstance(given, dict) else {"severity": given}
    severity = options.pop("severity", None)
    named = None if severity in {None, "off"} else Severity(severity)
    return RuleChoice(severity is not None, named, _tuples(options))


def _analysis(given: dict[str, Any]) -> AnalysisConfig:
    fields = _tuples(given)
    if "features" in fields:
        fields["features"] = tuple(Feature(word) for word in fields["features"])
    if fields.get("segmentation_mode") is not None:
        fields["segmentation_mode"] = SegmentationMode(fields["segmentation_mode"])
    if "text_reader" in fields:
        fields["text_reader"] = TextReader(fields["text_reader"])
    if "smart_crops_aspect_ratios" in fields:
        fields["smart_crops_aspect_ratios"] = tuple(float(ratio) for ratio in fields["smart_crops_aspect_ratios"])
    return AnalysisConfig(**fields)


def _documents(given: dict[str, Any]) -> DocumentsConfig:
    fields = _tuples(given)
    if "static_dirs" in fields:
        fields["static_dirs"] = tuple(folder.removeprefix("./").rstrip("/") for folder in fields["static_dirs"])
    for name in ("shortcodes", "includes", "components"):
        fields[name] = tuple(ImageCall(**call) for call in fields.get(name, ()))
    fields["front_matter"] = tuple((pair["image"], pair["alt"]) for pair in fields.get("front_matter", ()))
    return DocumentsConfig(**fields)


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
