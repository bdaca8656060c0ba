"""The repository's settings: what is read, what is refused in which words, and that no value is ever repeated."""

import base64
import subprocess
import sys

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from altproof.config import Annotate, Config, OnEngineError, load, request
from altproof.errors import ConfigError, ExitCode
from altproof.model import Feature, Request, RuleChoice, SegmentationMode, Severity
from tests.shared import SHARED

SUITE = SHARED / "bad-inputs" / "yaml-test-suite"
"""Lies beside the repository where it is at hand; made by the YAML project, so it is not copied."""
NAME = "c.yml"


def lines(source, name=NAME):
    """The message of the refusal, line by line, without the file's name."""
    data = source if isinstance(source, bytes) else source.encode()
    with pytest.raises(ConfigError) as caught:
        load(data, name)
    assert caught.value.exit_code is ExitCode.USAGE
    return [line.removeprefix(f"{name}:") for line in caught.value.message.splitlines()]


# --- what is read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", ["", "\n", "# nothing\n", "---\n", "--- ~\n", "{}", "\ufeff", "analysis: {}\nrules: {}\n"]
)
def test_file_that_says_nothing_changes_nothing(source):
    assert load(source.encode(), NAME) == Config()


def test_every_setting_is_read():
    config = load(
        b"""\
version: 1
analysis:
  engine: azure
  features: [caption, smartCrops]
  language: pt-BR
  gender_neutral_caption: true
  smart_crops_aspect_ratios: [16:9, 1, 0.75]
  model_version: 2024-02-01
images: {include: ["*.png"], exclude: [], max_count: 7}
documents: {include: [docs], exclude: [old/], static_dirs: [./website/static/, public]}
rules: {missing-alt: off, blank-alt: notice}
report: {annotate: document}
fail_on: never
on_engine_error: fail
""",
        NAME,
    )
    assert config.analysis.engine == "azure"
    assert config.analysis.features == (Feature.CAPTION, Feature.SMART_CROPS)
    assert config.analysis.language == "pt-BR"
    assert config.analysis.gender_neutral_caption is True
    assert config.analysis.smart_crops_aspect_ratios == (1.7778, 1.0, 0.75)
    assert config.analysis.model_version == "2024-02-01"
    assert config.analysis.model_name is None
    assert (config.images.include, config.images.exclude, config.images.max_count) == (("*.png",), (), 7)
    assert (config.documents.include, config.documents.exclude) == (("docs",), ("old/",))
    assert config.documents.static_dirs == ("website/static", "public")
    assert config.rules == {
        "missing-alt": RuleChoice(names_severity=True),
        "blank-alt": RuleChoice(names_severity=True, severity=Severity.NOTICE),
    }
    assert config.report.annotate is Annotate.DOCUMENT
    assert config.fail_on == "never"
    assert config.on_engine_error is OnEngineError.FAIL


@pytest.mark.parametrize(
    ("word", "feature"),
    [
        ("dense_captions", Feature.DENSE_CAPTIONS),
        ("DenseCaptions", Feature.DENSE_CAPTIONS),
        ("DENSE_CAPTIONS", Feature.DENSE_CAPTIONS),
        ("smart_crops", Feature.SMART_CROPS),
        ("crop_suggestions", Feature.SMART_CROPS),
        ("CROP_SUGGESTIONS", Feature.SMART_CROPS),
        ("smartcrops", Feature.SMART_CROPS),
        ("text", Feature.READ),
        ("Caption", Feature.CAPTION),
    ],
)
def test_other_names_of_a_feature_mean_that_feature(word, feature):
    assert load(f"analysis: {{features: [{word}]}}".encode(), NAME).analysis.features == (feature,)


@pytest.mark.parametrize(
    ("ratio", "value"), [("16:9", 1.7778), ("'4:3'", 1.3333), ("9:5", 1.8), ("3:4", 0.75), (".8", 0.8), ("1", 1.0)]
)
def test_ratios_are_width_by_height(ratio, value):
    source = f"analysis: {{features: [smart_crops], smart_crops_aspect_ratios: [{ratio}]}}"
    assert load(source.encode(), NAME).analysis.smart_crops_aspect_ratios == (value,)


@pytest.mark.parametrize("word", ["no", "sr-Cyrl", "sr-Cryl", "zh-Hans", "pt-PT", "prs", "es-419", "'no'"])
def test_language_codes_stay_as_written(word):
    assert load(f"analysis: {{language: {word}}}".encode(), NAME).analysis.language == word.strip("'")


def test_text_may_span_lines_that_yaml_folds():
    assert load(b"images:\n  include:\n    - docs/\n      a\n", NAME).images.include == ("docs/ a",)


def test_request_takes_what_the_file_says():
    source = b"analysis: {features: [tags], language: es, gender_neutral_caption: true, model_version: latest-preview}"
    assert request(load(source, NAME).analysis) == Request(
        features=(Feature.TAGS,), language="es", gender_neutral_caption=True, model_version="latest-preview"
    )


def test_request_leaves_the_latest_version_to_the_service():
    assert request(Config().analysis) == Request(features=(Feature.CAPTION, Feature.READ, Feature.TAGS))


def test_request_for_a_custom_model_holds_nothing_but_its_name():
    analysis = load(b"analysis: {engine: azure, model_name: shots}", NAME).analysis
    assert request(analysis) == Request(features=(), model_name="shots")


@pytest.mark.parametrize("mode", SegmentationMode)
def test_request_for_segmentation_holds_nothing_but_the_mode(mode):
    analysis = load(f"analysis: {{segmentation_mode: {mode}}}".encode(), NAME).analysis
    assert request(analysis) == Request(features=(), segmentation_mode=mode)


def test_no_segmentation_is_what_is_usual():
    assert load(b"analysis: {segmentation_mode: null}", NAME) == Config()


# --- what is refused ----------------------------------------------------------------------------------------------

REFUSED = [
    ("[]", ["1:1: the file: is a list; use settings, each as 'name: value'"]),
    ("just text", ["1:1: the file: is text; use settings, each as 'name: value'"]),
    ("42", ["1:1: the file: is a number; use settings, each as 'name: value'"]),
    ("true", ["1:1: the file: is a truth value; use settings, each as 'name: value'"]),
    ("- analysis", ["1:1: the file: is a list; use settings, each as 'name: value'"]),
    ("analysis", ["1:1: the file: is text; use settings, each as 'name: value'"]),
    ("analysis:", ["1:1: analysis: is empty; use settings, each as 'name: value'"]),
    ("analysis: []", ["1:11: analysis: is a list; use settings, each as 'name: value'"]),
    ("analysis: auto", ["1:11: analysis: is text; use settings, each as 'name: value'"]),
    ("images: 5", ["1:9: images: is a number; use settings, each as 'name: value'"]),
    ("rules:", ["1:1: rules: is empty; use settings, each as 'name: value'"]),
    ("report: true", ["1:9: report: is a truth value; use settings, each as 'name: value'"]),
    ("analysys:\n  engine: auto\n", ['1:1: analysys: is not a setting; did you mean "analysis"?']),
    ("fail-on: error", ['1:1: fail-on: is not a setting; did you mean "fail_on"?']),
    ("failon: error", ['1:1: failon: is not a setting; did you mean "fail_on"?']),
    ("analysis:\n  featurs: [caption]\n", ['2:3: analysis.featurs: is not a setting; did you mean "features"?']),
    (
        "analysis:\n  feature: [caption]\n  languages: en\n",
        [
            '2:3: analysis.feature: is not a setting; did you mean "features"?',
            '3:3: analysis.languages: is not a setting; did you mean "language"?',
        ],
    ),
    ("images:\n  max-count: 3\n", ['2:3: images.max-count: is not a setting; did you mean "max_count"?']),
    (
        "maxCount: 3",
        [
            "1:1: maxCount: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    (
        "zzz: 1",
        [
            "1:1: zzz: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    ("rules:\n  missing_alt: error\n", ['2:3: rules.missing_alt: is not a setting; did you mean "missing-alt"?']),
    (
        "rules:\n  colour-contrast: error\n",
        ["2:3: rules.colour-contrast: is not a setting; `altproof explain` lists all rules"],
    ),
    (
        "rules: {short-alt: {min_length: 20}}",
        [
            (
                "1:21: rules.short-alt.min_length: is not a setting; use severity, exclude or allow; "
                "`alt_text.min_length` sets the fewest characters"
            )
        ],
    ),
    (
        "rules: {missing-long-description: {max_length: 20}}",
        [
            (
                "1:36: rules.missing-long-description.max_length: is not a setting; use severity, exclude or allow; "
                "`alt_text.max_length` sets the most characters"
            )
        ],
    ),
    ("rules:\n  Missing-Alt: error", ['2:3: rules.Missing-Alt: is not a setting; did you mean "missing-alt"?']),
    (
        "'sk live 42': 1",
        [
            "1:1: (a key): is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    (
        "on: push",
        [
            "1:1: on: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    (
        "a.b: 1",
        [
            "1:1: a.b: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    (
        "<<: {a: 1}",
        [
            "1:1: (a key): is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    (
        "$schema: http://x/y.json",
        [
            "1:1: (a key): is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    (
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: 1",
        [
            "1:1: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    (
        "analysis: {cutout: backgroundRemoval}",
        [
            "1:12: analysis.cutout: is not a setting; use engine, features, language, gender_neutral_caption, smart_crops_aspect_ratios, model_version, model_name or segmentation_mode"
        ],
    ),
    (
        "analysis:\n  analysis:\n    engine: auto\n",
        [
            "2:3: analysis.analysis: is not a setting; use engine, features, language, gender_neutral_caption, smart_crops_aspect_ratios, model_version, model_name or segmentation_mode"
        ],
    ),
    (
        "endpoint: https://evil.example",
        ["1:1: endpoint: addresses are never taken from the repository; set the action input vision-endpoint"],
    ),
    (
        "analysis:\n  endpoint: https://evil.example\n  key: 0123456789abcdef\n",
        [
            "2:3: analysis.endpoint: addresses are never taken from the repository; set the action input vision-endpoint",
            "3:3: analysis.key: secrets are never taken from the repository; set the action input vision-key, and replace what was committed",
        ],
    ),
    (
        "azure:\n  url: https://evil.example\n  apiKey: hunter2\n",
        [
            "1:1: azure: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error",
            "2:3: azure.url: addresses are never taken from the repository; set the action input vision-endpoint",
            "3:3: azure.apiKey: secrets are never taken from the repository; set the action input vision-key, and replace what was committed",
        ],
    ),
    ("output: /etc", ["1:1: output: output paths are never taken from the repository; set the action input output"]),
    (
        "output_dir: ../..",
        ["1:1: output_dir: output paths are never taken from the repository; set the action input output"],
    ),
    (
        "report: {output_path: x}",
        ["1:10: report.output_path: output paths are never taken from the repository; set the action input output"],
    ),
    (
        "token: ghp_hunter2",
        [
            "1:1: token: secrets are never taken from the repository; set the action input vision-key, and replace what was committed"
        ],
    ),
    (
        "base_url: http://x",
        ["1:1: base_url: addresses are never taken from the repository; set the action input vision-endpoint"],
    ),
    (
        "proxy: http://x",
        ["1:1: proxy: addresses are never taken from the repository; set the action input vision-endpoint"],
    ),
    ("hosts: [a]", ["1:1: hosts: addresses are never taken from the repository; set the action input vision-endpoint"]),
    (
        "vision-key: hunter2",
        [
            "1:1: vision-key: secrets are never taken from the repository; set the action input vision-key, and replace what was committed"
        ],
    ),
    (
        "rules:\n  missing-alt:\n    secret: hunter2\n",
        [
            "3:5: rules.missing-alt.secret: secrets are never taken from the repository; set the action input vision-key, and replace what was committed",
        ],
    ),
    (
        "images:\n  - password: hunter2",
        [
            "2:3: images: is a list; use settings, each as 'name: value'",
            "2:5: images[0].password: secrets are never taken from the repository; set the action input vision-key, and replace what was committed",
        ],
    ),
    ("version: 2", ["1:10: version: is not supported; use 1"]),
    ("version: '1'", ["1:10: version: is not supported; use 1"]),
    ("version:", ["1:1: version: is not supported; use 1"]),
    (
        "analysis: {engine: azur}",
        [
            '1:20: analysis.engine: is not an allowed word; use auto, azure, offline, florence or none; did you mean "azure"?'
        ],
    ),
    (
        "analysis: {engine: openai}",
        ["1:20: analysis.engine: is not an allowed word; use auto, azure, offline, florence or none"],
    ),
    ("analysis: {engine: 5}", ["1:20: analysis.engine: is a number; use auto, azure, offline, florence or none"]),
    ("analysis: {engine: [azure]}", ["1:20: analysis.engine: is a list; use auto, azure, offline, florence or none"]),
    ("analysis: {engine: }", ["1:12: analysis.engine: is empty; use auto, azure, offline, florence or none"]),
    (
        "analysis: {engine: Azure}",
        [
            '1:20: analysis.engine: is not an allowed word; use auto, azure, offline, florence or none; did you mean "azure"?'
        ],
    ),
    (
        "analysis: {features: caption}",
        ["1:22: analysis.features: is text; use a list of at most 7 entries, such as ['caption', 'read']"],
    ),
    (
        "analysis: {features: []}",
        ["1:22: analysis.features: is an empty list; use a list of at most 7 entries, such as ['caption', 'read']"],
    ),
    (
        "analysis: {features: [captoin]}",
        [
            '1:23: analysis.features[0]: is not an allowed word; use caption, denseCaptions, tags, objects, people, read or smartCrops; did you mean "caption"?'
        ],
    ),
    (
        "analysis: {features: [5]}",
        [
            "1:23: analysis.features[0]: is a number; use caption, denseCaptions, tags, objects, people, read or smartCrops"
        ],
    ),
    (
        "analysis: {features: [~]}",
        ["1:23: analysis.features[0]: is empty; use caption, denseCaptions, tags, objects, people, read or smartCrops"],
    ),
    ("analysis: {features: [read, text]}", ["1:29: analysis.features[1]: is given twice; remove one"]),
    ("analysis: {features: [caption, caption]}", ["1:32: analysis.features[1]: is given twice; remove one"]),
    (
        "analysis: {features: [crops_suggestion]}",
        [
            "1:23: analysis.features[0]: is not an allowed word; use caption, denseCaptions, tags, objects, people, read or smartCrops"
        ],
    ),
    (
        "analysis: {features: [faces]}",
        [
            "1:23: analysis.features[0]: is not an allowed word; use caption, denseCaptions, tags, objects, people, read or smartCrops"
        ],
    ),
    (
        "analysis: {features: {caption: true}}",
        ["1:22: analysis.features: is a mapping; use a list of at most 7 entries, such as ['caption', 'read']"],
    ),
    (
        "analysis: {language: english}",
        ["1:22: analysis.language: does not have the right form; use a language code such as en, pt-BR or sr-Cyrl"],
    ),
    (
        "analysis: {language: ''}",
        ["1:22: analysis.language: does not have the right form; use a language code such as en, pt-BR or sr-Cyrl"],
    ),
    (
        "analysis: {language: 5}",
        ["1:22: analysis.language: is a number; use a language code such as en, pt-BR or sr-Cyrl"],
    ),
    (
        "analysis: {language: true}",
        ["1:22: analysis.language: is a truth value; use a language code such as en, pt-BR or sr-Cyrl"],
    ),
    (
        'analysis: {language: "en\\n"}',
        ["1:22: analysis.language: holds a line break or control character; write one line of plain text"],
    ),
    ("analysis: {gender_neutral_caption: yes}", ["1:36: analysis.gender_neutral_caption: is text; use true or false"]),
    (
        "analysis: {gender_neutral_caption: 1}",
        ["1:36: analysis.gender_neutral_caption: is a number; use true or false"],
    ),
    ("analysis: {gender_neutral_caption: }", ["1:12: analysis.gender_neutral_caption: is empty; use true or false"]),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [2:1]}",
        [
            "1:64: analysis.smart_crops_aspect_ratios[0]: is not allowed; use a width-to-height ratio from 0.75 (3:4) to 1.8 (9:5), such as 1.33 or 16:9"
        ],
    ),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [9:16]}",
        [
            "1:64: analysis.smart_crops_aspect_ratios[0]: is not allowed; use a width-to-height ratio from 0.75 (3:4) to 1.8 (9:5), such as 1.33 or 16:9"
        ],
    ),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [0.5]}",
        [
            "1:64: analysis.smart_crops_aspect_ratios[0]: is not allowed; use a width-to-height ratio from 0.75 (3:4) to 1.8 (9:5), such as 1.33 or 16:9"
        ],
    ),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [1:0]}",
        [
            "1:64: analysis.smart_crops_aspect_ratios[0]: is not allowed; use a width-to-height ratio from 0.75 (3:4) to 1.8 (9:5), such as 1.33 or 16:9"
        ],
    ),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [wide]}",
        [
            "1:64: analysis.smart_crops_aspect_ratios[0]: is not allowed; use a width-to-height ratio from 0.75 (3:4) to 1.8 (9:5), such as 1.33 or 16:9"
        ],
    ),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [4:3, 1.3333]}",
        ["1:69: analysis.smart_crops_aspect_ratios[1]: is given twice; remove one"],
    ),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: 16:9}",
        ["1:63: analysis.smart_crops_aspect_ratios: is text; use a list of at most 20 entries, such as [1.0, 1.33]"],
    ),
    (
        "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [true]}",
        [
            "1:64: analysis.smart_crops_aspect_ratios[0]: is a truth value; use a width-to-height ratio from 0.75 (3:4) to 1.8 (9:5), such as 1.33 or 16:9"
        ],
    ),
    (
        "analysis: {smart_crops_aspect_ratios: [1.0]}",
        [
            "1:12: analysis.smart_crops_aspect_ratios: has no effect without smartCrops; add smartCrops to analysis.features"
        ],
    ),
    (
        "analysis: {features: [caption], smart_crops_aspect_ratios: [1.0]}",
        [
            "1:33: analysis.smart_crops_aspect_ratios: has no effect without smartCrops; add smartCrops to analysis.features"
        ],
    ),
    (
        "analysis:\n  model_name: shots\n  features: [caption]\n",
        [
            "3:3: analysis.features: cannot stand beside analysis.model_name, as a custom model decides this itself; remove one of the two"
        ],
    ),
    (
        "analysis:\n  model_name: shots\n  language: en\n  gender_neutral_caption: true\n  smart_crops_aspect_ratios: [1.0]\n  model_version: latest\n",
        [
            "3:3: analysis.language: cannot stand beside analysis.model_name, as a custom model decides this itself; remove one of the two",
            "4:3: analysis.gender_neutral_caption: cannot stand beside analysis.model_name, as a custom model decides this itself; remove one of the two",
            "5:3: analysis.smart_crops_aspect_ratios: cannot stand beside analysis.model_name, as a custom model decides this itself; remove one of the two",
            "6:3: analysis.model_version: cannot stand beside analysis.model_name, as a custom model decides this itself; remove one of the two",
        ],
    ),
    (
        "analysis:\n  segmentation_mode: backgroundRemoval\n  model_name: shots\n  features: [caption]\n",
        [
            "3:3: analysis.model_name: cannot stand beside analysis.segmentation_mode, which gives a picture and nothing else; remove one of the two",
            "4:3: analysis.features: cannot stand beside analysis.segmentation_mode, which gives a picture and nothing else; remove one of the two",
        ],
    ),
    (
        "analysis:\n  segmentation_mode: backgroundRemoval\n  language: en\n  model_version: latest\n",
        [
            "3:3: analysis.language: cannot stand beside analysis.segmentation_mode, which gives a picture and nothing else; remove one of the two",
            "4:3: analysis.model_version: cannot stand beside analysis.segmentation_mode, which gives a picture and nothing else; remove one of the two",
        ],
    ),
    (
        "analysis: {segmentation_mode: background}",
        ["1:31: analysis.segmentation_mode: does not have the right form; use backgroundRemoval or foregroundMatting"],
    ),
    (
        "analysis: {model_name: a b}",
        [
            "1:24: analysis.model_name: does not have the right form; use the model's name: up to 100 letters, digits, '.', '_' and '-'"
        ],
    ),
    (
        "analysis: {model_name: 7}",
        ["1:24: analysis.model_name: is a number; use the model's name: up to 100 letters, digits, '.', '_' and '-'"],
    ),
    (
        "analysis: {model_version: 2024}",
        [
            "1:27: analysis.model_version: is a number; use latest or a date such as 2024-02-01, each also with -preview behind it"
        ],
    ),
    (
        "analysis: {model_version: newest}",
        [
            "1:27: analysis.model_version: does not have the right form; use latest or a date such as 2024-02-01, each also with -preview behind it"
        ],
    ),
    (
        "analysis: {model_version: 2024-2-1}",
        [
            "1:27: analysis.model_version: does not have the right form; use latest or a date such as 2024-02-01, each also with -preview behind it"
        ],
    ),
    ("images: {max_count: 0}", ["1:21: images.max_count: is below 1; use a whole number from 1 to 10000"]),
    ("images: {max_count: 10001}", ["1:21: images.max_count: is above 10000; use a whole number from 1 to 10000"]),
    ("images: {max_count: 1.5}", ["1:21: images.max_count: is a number; use a whole number from 1 to 10000"]),
    ("images: {max_count: '5'}", ["1:21: images.max_count: is text; use a whole number from 1 to 10000"]),
    ("images: {max_count: 010}", ["1:21: images.max_count: is text; use a whole number from 1 to 10000"]),
    ("images: {max_count: 0x10}", ["1:21: images.max_count: is text; use a whole number from 1 to 10000"]),
    ("images: {max_count: -1}", ["1:21: images.max_count: is below 1; use a whole number from 1 to 10000"]),
    (
        "images: {max_count: 99999999999999999999}",
        ["1:21: images.max_count: is text; use a whole number from 1 to 10000"],
    ),
    (
        "images: {include: docs}",
        ["1:19: images.include: is text; use a list of at most 200 entries, such as ['docs/**', '**/*.png']"],
    ),
    (
        "images: {include: []}",
        ["1:19: images.include: is an empty list; use a list of at most 200 entries, such as ['docs/**', '**/*.png']"],
    ),
    (
        "images: {include: [/docs]}",
        [
            "1:20: images.include[0]: does not have the right form; patterns start at the repository's root; leave out the '/' in front"
        ],
    ),
    (
        "images: {exclude: [../x]}",
        ["1:20: images.exclude[0]: does not have the right form; stay in the repository, without '..'"],
    ),
    (
        "images: {exclude: [a/../b]}",
        ["1:20: images.exclude[0]: does not have the right form; stay in the repository, without '..'"],
    ),
    (
        "images: {exclude: ['a\\b']}",
        ["1:20: images.exclude[0]: does not have the right form; use '/' between folders, and no '\\'"],
    ),
    (
        "images: {exclude: ['!a']}",
        [
            "1:20: images.exclude[0]: does not have the right form; use exclude for what should not match, instead of '!'"
        ],
    ),
    (
        "images: {include: ['*.{png,jpg}']}",
        ["1:20: images.include[0]: does not have the right form; write one pattern for each choice, instead of '{}'"],
    ),
    (
        "images: {include: ['**.png']}",
        ["1:20: images.include[0]: does not have the right form; use '**' only as a whole part, such as **/*.png"],
    ),
    (
        'images: {include: ["a\\0b"]}',
        ["1:20: images.include[0]: holds a line break or control character; write one line of plain text"],
    ),
    ("images: {include: ['']}", ["1:20: images.include[0]: is empty; use text such as 'docs/**'"]),
    (
        "images: {include: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]}",
        ["1:20: images.include[0]: is longer than 200 characters; use text such as 'docs/**'"],
    ),
    ("images: {include: [5]}", ["1:20: images.include[0]: is a number; use text such as 'docs/**'"]),
    (
        "documents: {static_dirs: [/static]}",
        [
            "1:27: documents.static_dirs[0]: does not have the right form; use a folder relative to the repository's root, with '/' and without '..' or wildcards"
        ],
    ),
    (
        "documents: {static_dirs: [..]}",
        [
            "1:27: documents.static_dirs[0]: does not have the right form; use a folder relative to the repository's root, with '/' and without '..' or wildcards"
        ],
    ),
    ("documents: {static_dirs: [a, a]}", ["1:30: documents.static_dirs[1]: is given twice; remove one"]),
    (
        "documents: {static_dirs: ['*']}",
        [
            "1:27: documents.static_dirs[0]: does not have the right form; use a folder relative to the repository's root, with '/' and without '..' or wildcards"
        ],
    ),
    (
        "documents: {static_dirs: static}",
        ["1:26: documents.static_dirs: is text; use a list of at most 200 entries, such as ['website/static']"],
    ),
    (
        "rules: {missing-alt: fatal}",
        ["1:22: rules.missing-alt: is not an allowed word; use off, notice, warning or error"],
    ),
    (
        "rules: {missing-alt: warn}",
        ['1:22: rules.missing-alt: is not an allowed word; use off, notice, warning or error; did you mean "warning"?'],
    ),
    ("rules: {missing-alt: false}", ["1:22: rules.missing-alt: is a truth value; use off, notice, warning or error"]),
    (
        "rules: {blank-alt: {severity: fatal, alow: [x]}}",
        [
            "1:31: rules.blank-alt.severity: is not an allowed word; use off, notice, warning or error",
            '1:38: rules.blank-alt.alow: is not a setting; did you mean "allow"?',
        ],
    ),
    ("report: {annotate: everything}", ["1:20: report.annotate: is not an allowed word; use changed, document or all"]),
    ("fail_on: none", ["1:10: fail_on: is not an allowed word; use never, notice, warning or error"]),
    (
        "fail_on: errors",
        ['1:10: fail_on: is not an allowed word; use never, notice, warning or error; did you mean "error"?'],
    ),
    ("on_engine_error: ignore", ["1:18: on_engine_error: is not an allowed word; use continue or fail"]),
    (
        "a: 1\na: 2\n",
        [
            "1:1: a: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error",
            "2:1: a: is given twice, first on line 1; remove one",
        ],
    ),
    ("fail_on: error\nfail_on: never\n", ["2:1: fail_on: is given twice, first on line 1; remove one"]),
    (
        "analysis:\n  engine: auto\n  engine: none\n",
        ["3:3: analysis.engine: is given twice, first on line 2; remove one"],
    ),
    ("1: a", ["1:1: the file: has a key that is not text; write a name, or put it in quotes"]),
    ("? [a]\n: b", ["1:3: the file: has a key that is not text; write a name, or put it in quotes"]),
    ("true: a", ["1:1: the file: has a key that is not text; write a name, or put it in quotes"]),
    (": a", ["1:1: the file: is not valid YAML: did not find expected key"]),
    ("a: &x 1", ["1:4: the file: has an anchor or alias; write the value out"]),
    ("a: *x", ["1:4: the file: has an anchor or alias; write the value out"]),
    ("a: !!str 1", ["1:4: the file: has a tag; remove the word with '!'"]),
    ("a: !x 1", ["1:4: the file: has a tag; remove the word with '!'"]),
    ("---\na: 1\n---\nb: 2\n", ["3:1: the file: has a second document; keep only one"]),
    ("a: [", ["2:1: the file: is not valid YAML: did not find expected node content"]),
    ("a:\n\t- b", ["2:1: the file: is not valid YAML: found character that cannot start any token"]),
    ("a: 'x", ["1:6: the file: is not valid YAML: found unexpected end of stream"]),
    ("a: b: c", ["1:5: the file: is not valid YAML: mapping values are not allowed in this context"]),
    ("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", ["1:21: the file: is nested deeper than 20 levels"]),
    ("a: \x00b", ["1:4: the file: has a control character; remove it"]),
    ("a: \x1b[31m", ["1:4: the file: has a control character; remove it"]),
    ("%YAML 9.9\n---\na: 1", ["1:1: the file: is not valid YAML: found incompatible YAML document"]),
    ("@a", ["1:1: the file: is not valid YAML: found character that cannot start any token"]),
    ("`", ["1:1: the file: is not valid YAML: found character that cannot start any token"]),
    ("a: 1\n  b: 2", ["2:4: the file: is not valid YAML: mapping values are not allowed in this context"]),
    (
        "fail_on: ERROR\nimages: {max_count: many}\nunknown: 1\n",
        [
            '1:10: fail_on: is not an allowed word; use never, notice, warning or error; did you mean "error"?',
            "2:21: images.max_count: is text; use a whole number from 1 to 10000",
            "3:1: unknown: is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error",
        ],
    ),
    (
        "é: 1\n",
        [
            "1:1: (a key): is not a setting; use version, analysis, images, documents, alt_text, rules, report, baseline, fail_on or on_engine_error"
        ],
    ),
    ("# only a comment\nfail_on: x\n", ["2:10: fail_on: is not an allowed word; use never, notice, warning or error"]),
    ("\ufefffail_on: x\n", ["1:10: fail_on: is not an allowed word; use never, notice, warning or error"]),
    ("fail_on: error\r\nversion: 3\r\n", ["2:10: version: is not supported; use 1"]),
    (
        "analysis: {features: [caption, Faces, tags, smartCorps]}",
        [
            "1:32: analysis.features[1]: is not an allowed word; use caption, denseCaptions, tags, objects, people, read or smartCrops",
            '1:45: analysis.features[3]: is not an allowed word; use caption, denseCaptions, tags, objects, people, read or smartCrops; did you mean "smartCrops"?',
        ],
    ),
    (
        "analysis: {features: [textual]}",
        [
            "1:23: analysis.features[0]: is not an allowed word; use caption, denseCaptions, tags, objects, people, read or smartCrops"
        ],
    ),
    (
        "images: {include: [docs/**, ./a/../..]}",
        ["1:29: images.include[1]: does not have the right form; stay in the repository, without '..'"],
    ),
    (
        "images: {include: ['a**/b']}",
        ["1:20: images.include[0]: does not have the right form; use '**' only as a whole part, such as **/*.png"],
    ),
    (
        "documents: {static_dirs: ['a\\b']}",
        [
            "1:27: documents.static_dirs[0]: does not have the right form; use a folder relative to the repository's root, with '/' and without '..' or wildcards"
        ],
    ),
    (
        "documents: {exclude: ~}",
        [
            "1:13: documents.exclude: is empty; use a list of at most 200 entries, such as ['**/node_modules/**', 'docs/archive']"
        ],
    ),
    ("fail_on: [error]", ["1:10: fail_on: is a list; use never, notice, warning or error"]),
    ("fail_on: {error: true}", ["1:10: fail_on: is a mapping; use never, notice, warning or error"]),
    ("report:\n  anotate: all\n", ['2:3: report.anotate: is not a setting; did you mean "annotate"?']),
    ("rules:\n  1: error\n", ["2:3: rules: has a key that is not text; write a name, or put it in quotes"]),
    (
        "rules: {missing-alt: Off}",
        ['1:22: rules.missing-alt: is not an allowed word; use off, notice, warning or error; did you mean "off"?'],
    ),
    ("rules: {missing-alt: ~}", ["1:9: rules.missing-alt: is empty; use off, notice, warning or error"]),
    (
        "? fail_on\n? fail_on\n",
        [
            "1:3: fail_on: is empty; use never, notice, warning or error",
            "2:3: fail_on: is given twice, first on line 1; remove one",
        ],
    ),
    (
        "analysis:\n  model_name: ''\n",
        [
            "2:15: analysis.model_name: does not have the right form; use the model's name: up to 100 letters, digits, '.', '_' and '-'"
        ],
    ),
    (
        "analysis: {model_name: [a]}",
        ["1:24: analysis.model_name: is a list; use the model's name: up to 100 letters, digits, '.', '_' and '-'"],
    ),
]


@pytest.mark.parametrize(("source", "expected"), REFUSED)
def test_refusal_names_every_mistake_and_its_place(source, expected):
    assert lines(source) == expected


def test_lists_have_at_most_200_patterns():
    patterns = ", ".join(f"a{number}" for number in range(201))
    assert lines(f"images: {{exclude: [{patterns}]}}") == [
        "1:19: images.exclude: has more than 200 entries; use a list of at most 200 entries, such as ['**/node_modules/**', 'docs/archive']"
    ]


def test_patterns_have_at_most_200_characters():
    assert load(f"images: {{include: [{'a' * 200}]}}".encode(), NAME).images.include == ("a" * 200,)
    assert lines(f"images: {{include: [{'a' * 201}]}}") == [
        "1:20: images.include[0]: is longer than 200 characters; use text such as 'docs/**'"
    ]


def test_long_list_of_mistakes_is_cut_and_counted():
    found = lines("".join(f"unknown{number}: 1\n" for number in range(60)))
    assert len(found) == 51
    assert found[-1] == " and 10 more mistakes"


def test_no_line_is_longer_than_200_characters():
    source = "analysis:\n" + "".join(f"  {letter * 60}: 1\n" for letter in "abc")
    with pytest.raises(ConfigError) as caught:
        load(source.encode(), "very/long/" * 30 + "name.yml")
    cut = caught.value.message.splitlines()
    assert len(cut) == 3
    assert all(len(line) == 200 and line.startswith("…") and line.endswith("…") for line in cut)


def test_message_stays_in_its_lines_whatever_the_name():
    with pytest.raises(ConfigError) as caught:
        load(b"a: 1", "a\n::error::b\x1b.yml")
    assert caught.value.message.startswith("a?::error::b?.yml:1:1: a: is not a setting")
    assert "\n" not in caught.value.message


# --- nothing of the file is repeated ------------------------------------------------------------------------------

SECRET = "sk/live+c0ffee0123456789"
PLACES = [
    "{}",
    "- {}",
    "version: {}",
    "analysis: {}",
    "analysis: {{engine: {}}}",
    "analysis: {{engine: [{}]}}",
    "analysis: {{features: {}}}",
    "analysis: {{features: [caption, {0}, {0}]}}",
    "analysis: {{language: {}}}",
    "analysis: {{gender_neutral_caption: {}}}",
    "analysis: {{features: [smartCrops], smart_crops_aspect_ratios: [{}]}}",
    "analysis: {{smart_crops_aspect_ratios: {}}}",
    "analysis: {{model_version: {}}}",
    "analysis: {{model_name: {}, features: [{}]}}",
    "images: {{include: ['/{0}', '../{0}', '{{{0}}}', '**{0}', '!{0}', 'a\\{0}']}}",
    "images: {{max_count: {}}}",
    "documents: {{static_dirs: ['/{0}', '{0}?', '../{0}']}}",
    "rules: {{missing-alt: {}}}",
    "rules: {{missing-alt: {{severity: {}}}}}",
    "report: {{annotate: {}}}",
    "fail_on: {}",
    "on_engine_error: {}",
    "key: {}",
    "endpoint: https://{}@host/",
    "azure:\n  key: {}\n  url: {}\n",
    "'{}': 1",
    "analysis: {{'{}': 1}}",
    "? {{{}: 1}}\n: 2",
    "? [{}]\n: 2",
    "fail_on: error\nfail_on: {}",
    "fail_on: &{} error",
    "fail_on: *{}",
    "fail_on: !{} error",
    "fail_on: !<{}> error",
    "%{}\n---\na: 1",
    "%TAG ! {}\n---\n!a b",
    "fail_on: error\n--- {}",
    "fail_on: '{}",
    'fail_on: "\\{}"',
    "fail_on: [{}",
    "fail_on: {}: x",
    "fail_on: error\n  {}: x",
    "fail_on: |{}\n  x",
    "fail_on: |\n  {}\n",
    "{}: : :\n\t- x",
    "fail_on: \x00{}",
    "fail_on: \x1b{}",
    "a: `{}",
    "@{}: 1",
]


@pytest.mark.parametrize("source", PLACES)
def test_no_message_repeats_a_value(source):
    with pytest.raises(ConfigError) as caught:
        load(source.format(SECRET, SECRET).encode(), NAME)
    error = caught.value
    told = " ".join([error.message, error.hint, str(error), repr(error)])
    forms = [SECRET, base64.b64encode(SECRET.encode()).decode(), *(SECRET[start : start + 6] for start in range(15))]
    assert [form for form in forms if form in told] == []
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize(
    ("key", "shown_as"),
    [
        ("a" * 60, "a" * 40),
        ("some.name-1_x", "some.name-1_x"),
        ("has blank", "(a key)"),
        ("::error::x", "(a key)"),
        ("##[command]x", "(a key)"),
        ("naïve", "(a key)"),
        ("a/b+c=", "(a key)"),
    ],
)
def test_unknown_key_is_shown_only_when_it_looks_like_a_name(key, shown_as):
    assert lines(f"'{key}': 1")[0].startswith(f"1:1: {shown_as}: is not a setting")


# --- hostile files ------------------------------------------------------------------------------------------------

DEEP = "analysis: " + "[" * 19
BOMBS = [
    pytest.param("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "1:4: the file: has an anchor or alias;", id="aliases"),
    pytest.param("a: {<<: *b}", "1:9: the file: has an anchor or alias;", id="merge"),
    pytest.param("a: !!python/object/apply:os.system [x]", "1:4: the file: has a tag;", id="python-tag"),
    pytest.param("a: !!int abc", "1:4: the file: has a tag;", id="int-tag"),
    pytest.param("a: !!timestamp x", "1:4: the file: has a tag;", id="timestamp-tag"),
    pytest.param("!!omap\n- a: 1", "1:1: the file: has a tag;", id="tag-at-root"),
    pytest.param(DEEP + "[[", "1:30: the file: is nested deeper than 20 levels", id="depth"),
    pytest.param("[" * 60_000, "1:21: the file: is nested deeper than 20 levels", id="brackets"),
    pytest.param("{a: " * 15_000, "1:81: the file: is nested deeper than 20 levels", id="braces"),
    pytest.param("- " * 30_000, "1:41: the file: is nested deeper than 20 levels", id="dashes"),
    pytest.param("? " * 30_000, "1:41: the file: is nested deeper than 20 levels", id="question-marks"),
    pytest.param("#" * 65_537, "1:1: the file: is larger than 64 KiB", id="size"),
    pytest.param("a: 1\n---\nb: 1", "2:1: the file: has a second document;", id="documents"),
    pytest.param("a: b\n" * 10_000, "301:1: the file: has more than 300 entries", id="repeated-key"),
    pytest.param("- x\n" * 10_000, "301:3: the file: has more than 300 entries", id="entries"),
    pytest.param("a: 1\nb: \x00", "2:4: the file: has a control character;", id="nul"),
    pytest.param("a: \ufeffb", "1:4: the file: has a control character;", id="bom-inside"),
    pytest.param("a: 1\n".encode("utf-16"), "1:1: the file: is not UTF-8;", id="utf-16"),
    pytest.param("a: 1\n".encode("utf-16-le"), "1:2: the file: has a control character;", id="utf-16-without-bom"),
    pytest.param(b"a: 1\nb\xc3\xbc: \xff", "2:5: the file: is not UTF-8;", id="latin-1"),
    pytest.param(b"\xed\xa0\x80", "1:1: the file: is not UTF-8;", id="surrogate"),
    pytest.param("a:\tb\n\tc: d", "2:1: the file: is not valid YAML:", id="tab"),
    pytest.param("images: {max_count: " + "9" * 5000 + "}", "1:21: images.max_count: is text;", id="long-integer"),
    pytest.param("images: {max_count: 1_000}", "1:21: images.max_count: is text;", id="underscore"),
    pytest.param("images: {max_count: .inf}", "1:21: images.max_count: is text;", id="infinity"),
    pytest.param("fail_on: 2001-99-99", "1:10: fail_on: is not an allowed word;", id="impossible-date"),
    pytest.param('fail_on: "\\ud800"', "1:13: the file: is not valid YAML:", id="escaped-surrogate"),
]


@pytest.mark.parametrize(("source", "start"), BOMBS)
def test_hostile_file_is_refused_in_words(source, start):
    assert lines(source)[0].startswith(start)


def test_twenty_levels_are_read():
    assert lines(DEEP + "]" * 19) == ["1:11: analysis: is a list; use settings, each as 'name: value'"]


@pytest.mark.parametrize(
    "entries", [", ".join(f"a{n}" for n in range(299)), ", ".join(f"{{a: {n}}}" for n in range(299))]
)
def test_long_lists_of_wrong_entries_are_refused_one_by_one(entries):
    assert len(lines(f"analysis: {{features: [1, {entries}]}}")) == 51


def suite_cases():
    """The YAML test suite; its README tells how invisible characters are written."""
    signs = {"␣": " ", "»": "\t", "—": "", "↵": "", "←": "\r", "⇔": "\ufeff", "∎\n": ""}
    for path in sorted(SUITE.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text("utf-8"))):
            if "yaml" in case:
                text = case["yaml"]
                for sign, meant in signs.items():
                    text = text.replace(sign, meant)
                yield f"{path.stem}-{number}", text


@pytest.mark.skipif(not SUITE.is_dir(), reason="the YAML test suite is not on this machine")
def test_yaml_test_suite_ends_in_settings_or_in_words():
    count = 0
    for name, text in suite_cases():
        count += 1
        for source in (text, f"analysis:\n  features:\n    - {text}", f"images:\n  {text}"):
            assert_words_or_settings(source.encode(), name)
    assert count > 300


def assert_words_or_settings(data, name=NAME):
    try:
        outcome = load(data, name)
    except ConfigError as error:
        outcome = error.message
    if isinstance(outcome, Config):
        asked = request(outcome.analysis)
        assert asked.model_name or asked.segmentation_mode or asked.features
    else:
        assert outcome
        assert [line for line in outcome.splitlines() if len(line) > 200 or not line.isprintable()] == []


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
def test_any_bytes_end_in_settings_or_in_words(data):
    assert_words_or_settings(data)


KEYS = [
    "version", "analysis", "engine", "features", "language", "gender_neutral_caption", "smart_crops_aspect_ratios",
    "model_version", "model_name", "segmentation_mode", "images", "documents", "include", "exclude", "max_count", "static_dirs", "rules",
    "missing-alt", "report", "annotate", "fail_on", "on_engine_error", "key", "<<",
]  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(
        ["azure", "caption", "text", "smartCrops", "16:9", "1:1", "0:0", "off", "error", "2024-02-01", "docs/**"]
    ),
    st.text(max_size=10),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4), st.booleans())
@example({"analysis": {"features": [["caption"], {}]}, "rules": {"missing-alt": []}}, False)
def test_any_values_in_any_place_end_in_settings_or_in_words(value, flow):
    assert_words_or_settings(yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True).encode("utf-8"))


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *KEYS,
                ":",
                ": ",
                "\n",
                "  ",
                "- ",
                "? ",
                "[",
                "]",
                "{",
                "}",
                ", ",
                "'",
                '"',
                "|",
                ">",
                "#",
                "%",
                "---",
                "\t",
                "1",
            ]
        )
    )
)
def test_any_yaml_like_text_ends_in_settings_or_in_words(parts):
    assert_words_or_settings("".join(parts).encode())


# --- what is loaded and opened ------------------------------------------------------------------------------------


def run(program):
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.split()


def test_run_without_a_file_loads_neither_parser_nor_schema_check():
    program = "import sys, altproof.config; print(*(m for m in ('yaml', 'jsonschema', 'httpx') if m in sys.modules))"
    assert run(program) == []


def test_file_cannot_make_the_check_open_anything_but_the_schema():
    program = """
import sys
from altproof.config import load
from altproof.errors import ConfigError
load(b"fail_on: error", "c.yml")
opened = []
def watch(event, args):
    if event == "open" and not str(args[0]).endswith(".py") or event.startswith(("socket.", "urllib.", "subprocess.")):
        opened.append(str(args[0]).rpartition("/")[2])
sys.addaudithook(watch)
source = b'''
$schema: http://127.0.0.1:9/a.json
$ref: file:///etc/passwd
$id: http://127.0.0.1:9/b.json
analysis: {$ref: "http://127.0.0.1:9/c.json", features: [{$ref: "file:///etc/passwd"}]}
'''
try:
    load(source, "c.yml")
except ConfigError as error:
    print(len(error.message.splitlines()), *opened)
"""
    assert run(program) == ["5", "config.schema.json"]
