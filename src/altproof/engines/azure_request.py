"""What may be asked of Azure AI Vision Image Analysis 4.0: the checks before any call, and the calls of a request."""

from __future__ import annotations

import re
from dataclasses import replace

from altproof.engines.azure_wire import Ask
from altproof.errors import UsageError
from altproof.model import Feature, Request

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
CUSTOM_MODELS_RETIRED = "2025-03-31"

_LANGUAGES = {code.lower(): code for code in TAG_LANGUAGES} | {"sr-cyrl": "sr-Cryl"}
_API_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(?:-preview)?|v4\.0-preview\.1", re.ASCII)
_MODEL_VERSION = re.compile(r"(?:latest|\d{4}-\d{2}-\d{2})(?:-preview)?", re.ASCII)
_MODEL_NAME = re.compile(r"[\w.-]{1,128}", re.ASCII)


def check_request(request: Request, api_version: str) -> None:
    """Raises UsageError, naming the key of the configuration, for what the service is known to refuse."""
    if request.model_name is not None:
        _check_model_name(request.model_name, api_version)
        return
    if not request.features:
        raise UsageError("analysis.features: no feature is asked for", hint=f"use {', '.join(Feature)}")
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
    version = request.model_version
    if version is not None and not (len(version) <= MODEL_VERSION_LENGTH and _MODEL_VERSION.fullmatch(version)):
        raise UsageError("analysis.model_version: not a version", hint="use latest or a date such as 2024-02-01")


def _check_model_name(name: str, api_version: str) -> None:
    if "preview" not in api_version:
        raise UsageError(
            f"analysis.model_name: custom models need a preview version, not api-version {api_version}",
            hint=f"the public service retired custom models on {CUSTOM_MODELS_RETIRED}; with a private gateway that "
            "still has them set the input vision-api-version to 2023-02-01-preview",
        )
    if not _MODEL_NAME.fullmatch(name):
        raise UsageError("analysis.model_name: not a name", hint="use letters, digits, '_', '-' and '.'")


def asks(request: Request) -> tuple[Ask, ...]:
    """The calls that a request needs: one, or two when tags are wanted in another language than English.

    Only tags know other languages; together with features that exist in English only they are asked for alone.
    """
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
