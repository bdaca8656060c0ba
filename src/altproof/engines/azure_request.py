"""What may be asked of Azure AI Vision Image Analysis 4.0: the checks before any call, and the calls of a request."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from altproof.engines.azure_ask_wire import Ask
from altproof.errors import UsageError
from altproof.model import Feature, Request
from altproof.patterns import lazy_regex

RATIOS = (0.75, 1.8)
MODEL_VERSION_LENGTH = 18

CAPTIONS = frozenset({Feature.CAPTION, Feature.DENSE_CAPTIONS})
ENGLISH_ONLY = CAPTIONS | {Feature.OBJECTS}
ENGLISH = "en"
_CODES = (
    "ar az bg bs ca cs cy da de el en es et eu fi fr ga gl he hi hr hu id it ja kk ko lt lv mk ms nb nl pl prs pt-BR "
    "pt pt-PT ro ru sk sl sr-Cryl sr-Latn sv th tr uk vi zh zh-Hans zh-Hant"
)
TAG_LANGUAGES = tuple(_CODES.split())
"""As the service spells them (language-support.md of 2025-09-26); sr-Cryl is sr-Cyrl in BCP 47."""
PREVIEWS_RETIRED = "2025-03-31"
"""The end of custom models, segmentation and every preview version of the public service."""
GATEWAY_VERSION = "2023-02-01-preview"
"""The last documented one that has custom models and segmentation."""
_NAMES = {Feature.CAPTION: "captions", Feature.DENSE_CAPTIONS: "dense captions", Feature.OBJECTS: "objects"}

_LANGUAGES = {code.lower(): code for code in TAG_LANGUAGES} | {"sr-cyrl": "sr-Cryl"}
_API_VERSION = lazy_regex(r"\d{4}-\d{2}-\d{2}(?:-preview)?|v4\.0-preview\.1", re.ASCII)
_MODEL_VERSION = lazy_regex(r"(?:latest|\d{4}-\d{2}-\d{2})(?:-preview)?", re.ASCII)
_MODEL_NAME = lazy_regex(r"[\w.-]{1,128}", re.ASCII)


def check_request(request: Request, api_version: str) -> None:
    """Raises UsageError, naming the key of the configuration, for what the service is known to refuse."""
    if request.segmentation_mode is not None:
        _check_alone(request, "segmentation_mode", "the picture is cut out and nothing else")
        _check_preview("segmentation_mode", "segmentation needs", api_version)
    elif request.model_name is not None:
        _check_alone(request, "model_name", "a custom model decides itself what it returns")
        _check_preview("model_name", "custom models need", api_version)
        if not _MODEL_NAME.fullmatch(request.model_name):
            raise UsageError("analysis.model_name: not a name", hint="use letters, digits, '_', '-' and '.'")
    else:
        _check_standard(request)


def _check_standard(request: Request) -> None:
    if not request.features:
        raise UsageError(
            "analysis.features: nothing is asked for", hint=f"use {', '.join(Feature)}, or a custom model_name"
        )
    if Feature.TAGS in request.features and request.language.lower() not in _LANGUAGES:
        raise UsageError(
            "analysis.language: the service has no tags in this language",
            hint=f"use one of {' '.join(TAG_LANGUAGES)}; captions are in English whatever is asked",
        )
    low, high = RATIOS
    if not all(low <= ratio <= high for ratio in request.smart_crops_aspect_ratios):
        raise UsageError(
            "analysis.smart_crops_aspect_ratios: a ratio is outside what the service cuts",
            hint=f"use width / height from {low} to {high}",
        )
    if request.smart_crops_aspect_ratios and Feature.SMART_CROPS not in request.features:
        raise UsageError(
            "analysis.smart_crops_aspect_ratios: no crops are asked for", hint="add smartCrops to analysis.features"
        )
    version = request.model_version
    if version is not None and not (len(version) <= MODEL_VERSION_LENGTH and _MODEL_VERSION.fullmatch(version)):
        raise UsageError("analysis.model_version: not a version", hint="use latest or a date such as 2024-02-01")


def _check_alone(request: Request, key: str, why: str) -> None:
    """Raises UsageError when anything of the standard model is asked for beside `key`."""
    beside = {
        "features": request.features,
        "language": request.language.lower() != ENGLISH,
        "gender_neutral_caption": request.gender_neutral_caption,
        "smart_crops_aspect_ratios": request.smart_crops_aspect_ratios,
        "model_version": request.model_version,
        "model_name": key != "model_name" and request.model_name is not None,
    }
    wrong = next((name for name, given in beside.items() if given), None)
    if wrong:
        raise UsageError(f"analysis.{key}: cannot stand beside {wrong}: {why}", hint=f"remove analysis.{wrong}")


def _check_preview(key: str, what: str, api_version: str) -> None:
    if "preview" not in api_version:
        raise UsageError(
            f"analysis.{key}: {what} a preview version, not api-version {api_version}",
            hint=f"the public service retired this on {PREVIEWS_RETIRED}; with a private gateway that still has it "
            f"set the input vision-api-version to {GATEWAY_VERSION}",
        )


def notices(request: Request) -> tuple[str, ...]:
    """What a person should know before the first call: settings that have no effect, and ends of life."""
    found = []
    for given, what in ((request.model_name, "custom models"), (request.segmentation_mode, "segmentation")):
        if given is not None:
            found.append(
                f"Azure's public service retired {what} on {PREVIEWS_RETIRED}: only a private gateway answers this."
            )
    language = _LANGUAGES.get(request.language.lower(), request.language)
    silent = [_NAMES[feature] for feature in request.features if feature in ENGLISH_ONLY]
    if language != ENGLISH and silent:
        found.append(f"analysis.language: {_joined(silent)} exist in English only and are given in English.")
    if language != ENGLISH and Feature.READ in request.features and Feature.TAGS not in request.features:
        found.append("analysis.language: text is read in whatever language it has; the setting matters for tags only.")
    if request.gender_neutral_caption and not CAPTIONS & {*request.features}:
        found.append("analysis.gender_neutral_caption: has no effect without caption or denseCaptions.")
    return tuple(found)


def _joined(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def asks(request: Request) -> tuple[Ask, ...]:
    """The calls that a request needs: one, or two when tags are wanted in another language than English.

    Only tags know other languages; together with features that exist in English only they are asked for alone.
    """
    if request.segmentation_mode is not None:
        return (Ask(segmentation_mode=request.segmentation_mode),)
    if request.model_name is not None:
        return (Ask(model_name=request.model_name),)
    features = tuple(dict.fromkeys(request.features))
    everything = Ask(
        features=features,
        gender_neutral_caption=True if request.gender_neutral_caption else None,
        smart_crops_aspect_ratios=request.smart_crops_aspect_ratios,
        model_version=request.model_version,
    )
    language = _LANGUAGES.get(request.language.lower(), ENGLISH)
    if language == ENGLISH or Feature.TAGS not in features:
        return (without(everything, frozenset()),)
    if not ENGLISH_ONLY & {*features}:
        return (replace(without(everything, frozenset()), language=language),)
    rest = without(everything, frozenset({Feature.TAGS}))
    return rest, replace(without(everything, frozenset(Feature) - {Feature.TAGS}), language=language)


def without(ask: Ask, missing: frozenset[Feature]) -> Ask:
    """The ask without some features, and without the settings that only they use."""
    features = tuple(feature for feature in ask.features if feature not in missing)
    return replace(
        ask,
        features=features,
        gender_neutral_caption=ask.gender_neutral_caption if CAPTIONS & {*features} else None,
        smart_crops_aspect_ratios=ask.smart_crops_aspect_ratios if Feature.SMART_CROPS in features else (),
    )


def checked_api_version(version: str) -> str:
    """The version when it has the form of one. Raises UsageError naming the input."""
    if not _API_VERSION.fullmatch(version):
        raise UsageError("vision-api-version: not a version", hint="use 2024-02-01, the current one")
    return version
