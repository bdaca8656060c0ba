"""The parameters of one call of Image Analysis 4.0, and their place in its address. Pure."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from altproof.model import Feature, SegmentationMode

ANALYZE_PATH = "/computervision/imageanalysis:analyze"
SEGMENT_PATH = "/computervision/imageanalysis:segment"
"""Of the retired preview versions."""


class Ask(Struct, frozen=True):
    """The parameters of one call. None and empty: not sent, so the service's default holds."""

    features: tuple[Feature, ...] = ()
    language: str | None = None
    gender_neutral_caption: bool | None = None
    smart_crops_aspect_ratios: tuple[float, ...] = ()
    model_version: str | None = None
    model_name: str | None = None
    """A custom model of a preview version; it is sent alone."""
    segmentation_mode: SegmentationMode | None = None
    """Goes to another path of a preview version, alone."""

    @property
    def wants_features(self) -> bool:
        """Whether the standard model is asked, which takes features."""
        return self.model_name is None and self.segmentation_mode is None

    @property
    def path(self) -> str:
        """Where this is asked."""
        return ANALYZE_PATH if self.segmentation_mode is None else SEGMENT_PATH

    def query(self, api_version: str) -> str:
        """The query string, in the order in which Microsoft's own client sends it."""
        if self.segmentation_mode is not None:
            return f"api-version={_quoted(api_version)}&mode={self.segmentation_mode}"
        if self.model_name is not None:
            return f"api-version={_quoted(api_version)}&model-name={_quoted(self.model_name)}"
        neutral = self.gender_neutral_caption
        parameters = {
            "api-version": api_version,
            "features": ",".join(feature.value for feature in self.features),
            "language": self.language,
            "gender-neutral-caption": None if neutral is None else str(neutral).lower(),
            "smartcrops-aspect-ratios": ",".join(str(float(ratio)) for ratio in self.smart_crops_aspect_ratios),
            "model-version": self.model_version,
        }
        return "&".join(f"{name}={_quoted(value)}" for name, value in parameters.items() if value)


def _quoted(text: str) -> str:
    return quote(text, safe=",/")
