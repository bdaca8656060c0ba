"""The schema as the source: it is valid, complete, in step with the code, and its page in the docs is up to date."""

import importlib.util
import json
import re
from enum import Enum
from pathlib import Path

import jsonschema
import pytest
import referencing
import yaml
from msgspec import Struct

from altproof.config import Annotate, Config, OnEngineError, load, schema_text
from altproof.config_check import _refusal
from altproof.errors import ConfigError
from altproof.model import Feature, Severity
from altproof.report import NEVER
from altproof.rules import RULES
from altproof.rules.options import SCHEMAS
from altproof.rules.profiles import DEFAULT, PROFILES

SCHEMA = json.loads(schema_text())
ROOT = Path(__file__).resolve().parents[2]


def described(schema=SCHEMA, path=()):
    """Every key of the configuration with its part of the schema."""
    for key, part in schema["properties"].items():
        yield (*path, key), part
        if "properties" in part:
            yield from described(part, (*path, key))


KEYS = dict(described())
IDS = [".".join(path) for path in KEYS]
every_key = pytest.mark.parametrize(("path", "part"), KEYS.items(), ids=IDS)


def validator(schema):
    return jsonschema.Draft202012Validator({**schema, "$defs": SCHEMA["$defs"]}, registry=referencing.Registry())


def at(path):
    return KEYS[tuple(path.split("."))]


def as_file(value):
    """What a person would write for `value`."""
    return json.dumps(value).encode()


# --- the schema itself --------------------------------------------------------------------------------------------


def test_schema_is_valid_json_schema_2020_12():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_schema_names_its_own_address():
    assert SCHEMA["$id"] == "https://raw.githubusercontent.com/altproof/altproof/main/schema/config.schema.json"


def test_schema_refers_to_nothing_outside_itself():
    references = re.findall(r'"\$ref": *"([^"]*)"', schema_text())
    assert references
    assert [reference for reference in references if not reference.startswith("#/$defs/")] == []


@every_key
def test_key_is_titled_described_and_has_default_and_examples(path, part):
    assert part["title"]
    assert part["description"].endswith(".")
    assert "default" in part
    assert part["examples"]


@every_key
def test_mapping_takes_no_further_keys(path, part):
    assert ("properties" in part) == (part.get("type") == "object")
    assert part.get("additionalProperties", True) is ("properties" not in part)


def test_file_takes_no_further_keys():
    assert SCHEMA["additionalProperties"] is False


@every_key
def test_default_and_examples_are_valid(path, part):
    for value in (part["default"], *part["examples"]):
        assert list(validator(part).iter_errors(value)) == []


@pytest.mark.parametrize("path", [path for path in KEYS if path[:-1] != ("rules",)], ids=".".join)
def test_no_key_has_a_name_that_is_always_refused(path):
    assert _refusal(path[-1]) is None


def test_every_pattern_means_the_same_to_editors():
    # JavaScript knows neither inline flags nor \Z, and possessive and atomic groups are Python's own
    patterns = [json.loads(f'"{found}"') for found in re.findall(r'"pattern": *"((?:[^"\\]|\\.)*)"', schema_text())]
    assert len(patterns) > 8
    assert [pattern for pattern in patterns if re.search(r"\(\?[aiLmsux>P]|\\[AZz]|[*+?}]\+", pattern)] == []


# --- schema and code ----------------------------------------------------------------------------------------------


def plain(value):
    """A setting as the file would give it."""
    if isinstance(value, Enum):
        return value.value
    return [plain(entry) for entry in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", [path for path in KEYS if path[0] not in {"version", "rules"}], ids=".".join)
def test_default_is_what_the_code_uses(path):
    setting = Config()
    for name in path:
        setting = getattr(setting, name)
    if not isinstance(setting, Struct):
        assert plain(setting) == KEYS[path]["default"]
        assert type(plain(setting)) is type(KEYS[path]["default"])


def test_every_field_of_the_code_is_a_key():
    def names(config, path=()):
        for name in config.__struct_fields__:
            yield (*path, name)
            value = getattr(config, name)
            if isinstance(value, Struct):
                yield from names(value, (*path, name))

    assert set(names(Config())) == {path for path in KEYS if path[0] != "version" and path[:-1] != ("rules",)}


def test_rules_are_those_of_the_table():
    assert list(at("rules")["properties"]) == list(RULES)


@pytest.mark.parametrize("name", RULES)
def test_rule_has_its_own_severity_as_default(name):
    rule = at("rules")["properties"][name]
    severity = PROFILES[DEFAULT].severities[name]
    assert rule["else"]["enum"] == rule["then"]["properties"]["severity"]["enum"] == ["off", *Severity]
    assert rule["default"] == (severity or "off")


@pytest.mark.parametrize("name", RULES)
def test_a_rule_takes_its_options_and_no_others(name):
    options = {*RULES[name].OPTIONS, "exclude", "allow"} & set(SCHEMAS)
    values = {option: SCHEMAS[option]["examples"][0] for option in options}
    choice = load(as_file({"rules": {name: values}}), "c.yml").rules[name]
    assert not choice.names_severity
    assert {
        option: list(value) if isinstance(value, tuple) else value for option, value in choice.options.items()
    } == values
    with pytest.raises(ConfigError):
        load(as_file({"rules": {name: {"no_such_option": 1}}}), "c.yml")


def test_words_are_those_of_the_code():
    assert at("analysis.features")["items"]["anyOf"][0]["enum"] == [feature.value for feature in Feature]
    assert at("report.annotate")["enum"] == list(Annotate)
    assert at("fail_on")["enum"] == [NEVER, *Severity]
    assert at("on_engine_error")["enum"] == list(OnEngineError)


@pytest.mark.parametrize("path", [path for path in KEYS if len(path) == 1], ids=".".join)
def test_examples_load(path):
    for example in KEYS[path]["examples"]:
        assert isinstance(load(as_file({path[0]: example}), "c.yml"), Config)


@pytest.mark.parametrize("path", [path for path in KEYS if len(path) == 2], ids=".".join)
def test_examples_of_sections_load(path):
    section, key = path
    beside = {"features": ["smartCrops"]} if key == "smart_crops_aspect_ratios" else {}
    for example in KEYS[path]["examples"]:
        assert isinstance(load(as_file({section: {**beside, key: example}}), "c.yml"), Config)


WORDS = ["caption", "denseCaptions", "dense_captions", "tags", "objects", "people", "read", "text", "smartCrops"]
WORDS += ["smart_crops", "crop_suggestions"]


@pytest.mark.parametrize("word", [form for word in WORDS for form in (word, word.upper(), word.lower(), word.title())])
def test_editors_and_program_take_the_same_names_of_features(word):
    # an editor checks the file as it is written, the program after making spellings equal
    value = {"analysis": {"features": [word]}}
    assert validator(SCHEMA).is_valid(value)
    assert len(load(as_file(value), "c.yml").analysis.features) == 1


@pytest.mark.parametrize(
    "analysis",
    [
        {"features": ["dense captions"]},
        {"features": ["cropsuggestions"]},
        {"features": ["xcaption"]},
        {"features": ["captions"]},
        {"features": []},
        {"smart_crops_aspect_ratios": [1.0]},
        {"features": ["tags"], "smart_crops_aspect_ratios": [1.0]},
        {"features": ["smartCrops"], "smart_crops_aspect_ratios": [1.81]},
        {"features": ["smartCrops"], "smart_crops_aspect_ratios": ["16/9"]},
        {"model_name": "a", "language": "en"},
        {"segmentation_mode": "backgroundRemoval", "features": ["caption"]},
        {"segmentation_mode": "backgroundRemoval", "model_name": "a"},
        {"segmentation_mode": "none"},
        {"language": "deutsch"},
        {"model_version": "2024"},
    ],
)
def test_editors_and_program_refuse_the_same(analysis):
    assert not validator(SCHEMA).is_valid({"analysis": analysis})
    with pytest.raises(ConfigError):
        load(as_file({"analysis": analysis}), "c.yml")


@pytest.mark.parametrize("features", [["SMART_CROPS"], ["crop_suggestions", "tags"], ["smartCrops"]])
def test_editors_and_program_take_ratios_with_smart_crops_in_any_spelling(features):
    value = {"analysis": {"features": features, "smart_crops_aspect_ratios": ["16:9", 0.75, 1.8]}}
    assert validator(SCHEMA).is_valid(value)
    assert load(as_file(value), "c.yml").analysis.smart_crops_aspect_ratios == (1.7778, 0.75, 1.8)


# --- the page in the docs -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_of_the_settings_is_up_to_date(generate):
    assert (ROOT / "docs" / "config.md").read_text("utf-8") == generate.config_page()


def test_full_example_of_the_page_loads_and_names_its_schema(generate):
    example = re.search(r"```yaml\n(.*?)```", generate.config_page(), re.DOTALL)[1]
    assert example.startswith(f"# yaml-language-server: $schema={SCHEMA['$id']}\n")
    assert isinstance(load(example.encode(), "c.yml"), Config)
    assert yaml.safe_load(example) == SCHEMA["examples"][0]


@pytest.mark.parametrize(("path", "part"), [(path, KEYS[path]) for path in KEYS if path[:-1] != ("rules",)], ids=str)
def test_page_has_a_section_for_each_key(generate, path, part):
    assert re.search(
        rf"^##+ `{re.escape('.'.join(path))}`\n\n{re.escape(part['description'])}$",
        generate.config_page(),
        re.MULTILINE,
    )


def test_check_writes_nothing_and_names_stale_pages_and_the_command(generate, tmp_path, capsys):
    assert generate.main(["--check"], root=tmp_path) == 1
    assert "docs/config.md is out of date; run: python docs/generate.py" in capsys.readouterr().out.splitlines()
    assert list(tmp_path.iterdir()) == []


def test_written_pages_pass_the_check(generate, tmp_path):
    assert generate.main([], root=tmp_path) == 0
    assert (tmp_path / "docs" / "config.md").read_text("utf-8") == generate.config_page()
    assert generate.main(["--check"], root=tmp_path) == 0
