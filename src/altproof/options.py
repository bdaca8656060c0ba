"""Every setting that a user can give: one table for the flags of the command line and the inputs in action.yml.

A test compares it with action.yml.
"""

from __future__ import annotations

from msgspec import Struct


class Option(Struct, frozen=True):
    """One setting: an input `name` of the action, a flag `--name` of the command line, or both."""

    name: str
    help: str
    default: str = ""
    choices: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    """Names in the environment that are read when the input is empty."""
    boolean: bool = False
    flag: bool = True
    """False for secrets: a command line can be read by every process of the machine."""


WISHES = ("auto", "true", "false")
"""Of a way of delivery that needs a permission; `auto`: where the token has it."""

OPTIONS = (
    Option("config", "Configuration file, relative to the repository.", ".github/altproof.yml"),
    Option(
        "mode",
        "What to do: `check` (what changed), `audit` (everything), `auto` (audit for schedule and workflow_dispatch, "
        "else check), `publish` (deliver the report of another run).",
        "auto",
        ("auto", "check", "audit", "publish"),
    ),
    Option(
        "engine",
        "Engine to look with; overrides the configuration.",
        "",
        ("auto", "azure", "offline", "florence", "none"),
    ),
    Option("base", "Commit, branch or tag to compare with; by default taken from the event, or the commit before."),
    Option("head", "Commit, branch or tag to look at; by default taken from the event, or HEAD."),
    Option("paths", "Only look at these files and folders; separated by line breaks or commas."),
    Option(
        "fail-on",
        "Fail the run when a finding is at least this serious; overrides the configuration.",
        "",
        ("never", "notice", "warning", "error"),
    ),
    Option(
        "annotate",
        "Which places are judged and reported; overrides the configuration.",
        "",
        ("changed", "document", "all"),
    ),
    Option(
        "output", "Folder for the files of the report; in a job, inside the workspace or the runner's temporary folder."
    ),
    Option("annotations", "Write annotations on the lines: `true` or `false`.", "true", boolean=True, flag=False),
    Option("summary", "Write the job summary: `true` or `false`.", "true", boolean=True, flag=False),
    Option("review", "Comment on the lines, with edits to commit.", "auto", WISHES, flag=False),
    Option("comment", "Keep one comment in the conversation of the pull request.", "false", WISHES, flag=False),
    Option("check-run", "Make a check run with every finding on its line.", "false", WISHES, flag=False),
    Option("report-name", "Name of this report, where a repository has several.", "Altproof", flag=False),
    Option("skip-bots", "Post nothing to pull requests of bots: `true` or `false`.", "false", boolean=True, flag=False),
    Option("skip-drafts", "Post nothing to drafts: `true` or `false`.", "false", boolean=True, flag=False),
    Option("from", "report.json of another run, which `publish` delivers.", flag=False),
    Option("repository-path", "Folder of the checkout inside the workspace, for `actions/checkout` with `path`."),
    Option(
        "upload-artifact",
        "Upload the files of the report as an artifact of the workflow run: `true` or `false`.",
        "false",
        boolean=True,
        flag=False,
    ),
    Option("artifact-name", "Name of that artifact.", "altproof-report", flag=False),
    Option("artifact-retention-days", "Days to keep it; empty: as the repository is set.", flag=False),
    Option("vision-endpoint", "Endpoint of the Azure AI Vision resource.", environment=("VISION_ENDPOINT",)),
    Option("vision-key", "Key of the Azure AI Vision resource.", environment=("VISION_KEY",), flag=False),
    Option(
        "vision-token",
        "Access token of Entra ID, instead of the key.",
        environment=("VISION_TOKEN",),
        flag=False,
    ),
    Option("azure-tenant-id", "Tenant of the Entra ID app to sign in with.", environment=("AZURE_TENANT_ID",)),
    Option("azure-client-id", "Client id of the Entra ID app.", environment=("AZURE_CLIENT_ID",)),
    Option(
        "azure-client-secret",
        "Secret of the Entra ID app; without it the identity that GitHub gives to the job is used.",
        environment=("AZURE_CLIENT_SECRET",),
        flag=False,
    ),
    Option(
        "azure-authority",
        "Sign-in host of the cloud.",
        "https://login.microsoftonline.com",
        environment=("AZURE_AUTHORITY_HOST",),
    ),
    Option("azure-scope", "What the token is asked for.", "https://cognitiveservices.azure.com/.default"),
    Option(
        "remote-images",
        "Let Azure fetch the https images that documents show: `true` or `false`.",
        "false",
        boolean=True,
    ),
    Option("vision-api-version", "Version of the Image Analysis interface.", "2024-02-01"),
    Option("vision-tier", "Pricing tier: sets the pace, 20 calls a minute or 10 a second.", "S1", ("F0", "S1")),
    Option("vision-hosts", "Further host names that may receive images and the key, for private gateways."),
    Option("florence-folder", "Folder of the florence engine's model; empty: where `fetch-models` puts it."),
    Option(
        "florence-manifest",
        "File that says what the model's files have to be, hash by hash; empty: the one that comes with Altproof.",
    ),
    Option(
        "florence-caption",
        "How much a caption of the florence engine says: `brief`, `detailed` or `more-detailed`.",
        "brief",
        ("brief", "detailed", "more-detailed"),
    ),
    Option(
        "cache",
        "File that keeps analyses for later runs: `true` for the usual place, `false` for none, or a path.",
        "true",
    ),
    Option("max-calls", "Start no further image after so many calls to the engine's service; empty: no limit."),
    Option("max-seconds", "Start no further image after so many seconds of looking; empty: no limit."),
    Option(
        "price-per-1000",
        "Price of 1,000 transactions, or two prices (tags, objects, people, crops; then the rest), to reckon the cost.",
    ),
    Option(
        "github-token",
        "Token to read the history of a shallow checkout with, and to post with what it may.",
        environment=("GITHUB_TOKEN",),
        flag=False,
    ),
)

DEFAULT_CONFIG = next(option.default for option in OPTIONS if option.name == "config")
"""Need not exist; a file that was named has to."""
