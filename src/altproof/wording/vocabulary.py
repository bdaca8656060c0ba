"""The small word lists behind file names, and the guess whether a run of letters is a word.

English, with the capture prefixes of other languages, which tools write into names on every page.
"""

from __future__ import annotations

import re

from altproof.patterns import lazy_regex
from altproof.text import word_set


def _spelling(names: str) -> dict[str, str]:
    return {name.lower(): name for name in names.split()}


def _prefixes(lines: str) -> tuple[tuple[str, ...], ...]:
    prefixes = [tuple(prefix.split()) for prefix in lines.split("|")]
    return tuple(sorted(prefixes, key=len, reverse=True))


SPELLING = _spelling(
    """
    AI AKS ALB AMI API APIs ASCII AWS BIOS CD CDN CI CIDR CLI CMS CPU CRD CRM CRUD CSRF CSS CSV CTA DB DHCP DLL
    DNS dotnet DOM DSL DVD EC2 ECR ECS EKS ELB ERD ERP ETL FAQ FTP GCP GDPR GIF GKE GPU GUI GUID H2 HDD HDFS
    HDMI HR HTML HTTP HTTPS IAM IBM ID IDE IDs IIS IMAP IoT IP IPv4 IPv6 ISO ISP JDK JPEG JSON JVM JWT KPI KPIs
    LAN LDAP LED LLM LLMs MCP MDX MFA ML MQTT MVC MVP NAS NAT NFS NGINX NLP npm OCR ORM OS PC PCI PDF PHP PIN
    PKI PNG POS PR PRs QA QR RAM RBAC RDP RDS REPL REST RFC RGB ROI RPC RSS RST S3 SaaS SAML SBOM SDK SDKs SEO
    SLA SMB SMS SMTP SNS SOAP SPA SQL SQS SSD SSH SSL SSO SVG TCP TLS TOML TTL TTY TV UDP UI UML URI URL URLs
    USB UTC UTF8 UUID UX VAT VLAN VM VMs VPC VPN VR VS WAF WAN WCAG WebRTC WebSocket WSL WYSIWYG XAML XML XSS
    YAML YML 2FA 3D 2D A11y B2B Base64 I18n K8s L10n MP3 MP4 OAuth OAuth2 P2P x64 x86
    Android AngularJS Apache Azure Bitbucket ChatGPT DevOps DevTools Docker Django Elasticsearch Facebook
    Firefox GitHub GitLab Google Grafana GraphQL Helm iOS iPad iPhone JavaScript Jenkins Jira Jupyter Kafka
    Keycloak Kibana Kubernetes kubectl kubeadm LaTeX LinkedIn Linux macOS Markdown MariaDB Microsoft MongoDB
    MySQL OpenAI OpenAPI OpenShift PayPal PostgreSQL PowerBI PowerPoint PowerShell Prometheus Python PyPI
    PyCharm RabbitMQ Redis Safari SharePoint Slack SQLite Sphinx StackOverflow Swagger Terraform tmux TypeScript
    Ubuntu VirtualBox VSCode wget WebAssembly WhatsApp Windows WordPress YouTube zsh
    """
)
"""Names and short forms by their small-letter form. They count as words and are spelt like this."""

KEPT_WHOLE = frozenset(SPELLING)
"""What is not split at capitals and digits."""

NAMES_WITH_CAPITALS = tuple(name for name in SPELLING.values() if re.search(r"[a-z][A-Z]", name))
"""What stays together where a name is split at capitals."""

NOISE = word_set(
    "img imag dsc dscn dscf pxl mvimg gopr dji sam dcim wp untitled unnamed noname screenshot screenshots screenshoot "
    "screencap screencast screengrab thumb thumbnail"
)
"""What says nothing about this image in particular, wherever it stands."""

NOISE_BEFORE_NUMBERS = word_set(
    "image images picture pictures pic pics fig figs figure figures photo photos file asset graphic clip media capture "
    "attachment upload download bild foto imagen imagem immagine afbeelding"
)
"""What cameras, editors and authors count with: noise when a number or nothing follows."""

NOISE_AT_THE_END = word_set(
    "copy kopie copie copia final new old tmp temp version ver v rev edited cropped crop scaled resized optimized "
    "compressed retina large medium small xl lg md sm xs light dark png jpg jpeg gif svg webp image img picture"
)
"""Variants of one picture."""

VAGUE = word_set(
    """
    overview intro introduction example examples demo test sample main home index result results output step steps part
    section screen view page content cover banner hero header footer background bg placeholder preview before after
    start end first second next top bottom left right art logo icon photo diagram chart graph map table code terminal
    """
)
"""Words that are too little by themselves."""

LITTLE_WORDS = word_set("a an the of in on at to for by and or with from your is are as it no be do so we my me us")
"""What holds words together and says nothing alone."""

ACTIONS = word_set(
    """
    add allow apply assign build change check choose clean click clone close compare configure connect convert copy
    create customize debug define delete deploy disable download edit enable enter explore export find fix follow get
    give go import include install keep launch learn link list load log make manage migrate monitor mount move open
    pick plan prepare press print protect publish pull push read register remove rename replace report request reset
    restart restore review rotate run save scan schedule search see select send set share show sign start stop store
    submit switch sync test track troubleshoot try tune turn understand uninstall update upgrade upload use validate
    verify view visit write
    about after at before by for from how if in is can do does on then to via what when where which who why with your
    """
)
"""First words of a heading that is a task or a question and not a name."""
QUESTIONS = word_set("can do does how is what when where which who why")
"""Those of them that begin a sentence with its own subject, unless "to" follows: "where readings come from"."""

LANGUAGES = word_set("ar cs da de el en es fi fr he hu ja jp ko nl pl pt ru sv th tr uk zh")
REGIONS = word_set("us gb uk de fr es br pt cn tw hk jp kr mx ca at ch hans hant")

CAPTURES = _prefixes(
    """
    screenshot|screenshots|screen shot|screen grab|screen capture|screen recording|screencast|clean shot|cleanshot|
    snipaste|ksnip|flameshot|greenshot|pasted image|pasted graphic|clip image|whatsapp image|capture|
    bildschirmfoto|bildschirmaufnahme|capture d écran|capture d ecran|captura de pantalla|captura de tela|
    captura de ecrã|captura|schermata|istantanea|schermafbeelding|skärmavbild|skärmbild|skærmbillede|skjermbilde|
    näyttökuva|kuvakaappaus|zrzut ekranu|snímek obrazovky|képernyőkép|снимок экрана|скриншот|знімок екрана|
    ekran görüntüsü|ekran resmi|στιγμιότυπο οθόνης|スクリーンショット|截屏|截图|屏幕截图|屏幕快照|螢幕截圖|螢幕快照|
    스크린샷|화면 캡처|لقطة شاشة
    """
)
"""What capture tools put before date and time, as tokens, longest first."""

TIME_WORDS = word_set(
    "at from vom um uhr à a las às as om alle kl kello klo saat o в о am pm 오전 오후 x "  # noqa: RUF001  (Russian "at")
    "copy kopie copie copia t z new v"
)

_SHORT_WORDS = word_set(
    """
    a an as at be by do go if in is it me my no of on or so to up us vs we act add ads age aim air all and any
    app apt arc arm art ask awk bad bag ban bar bat bed bet bid big bin bit bot box boy bug bus but buy can cap
    car cat cmd col con cpu cry cup cut day del dev did die dig dim doc dog dot dry ear eat egg end env era err
    eye fan far fax fed fee few fin fit fix fly fog for fry fun gap gas gem get git got gym had has hat hen her
    hey hip his hit hop hot how hub ice ill ink inn ion its ivy jam jar jet job joy key kin kit lab lan law led
    leg let lib lid lie lip log lot low mac mad man map may mid mix mob mud net new nil nod non nor not now nut
    oak odd off oil old one org our out owe own pad pan pay pen per pet pie pin pip pit pod pop pot pro pub pup
    put rat raw ray red ref rep rib rid rim rip rod row rub rug run rye sad saw say sea sec sed see set sew she
    shy sin sir sit six ski sky son spy src sub sue sum sun sur tab tag tap tax tea ten the tie tin tip toe ton
    too top tow toy tri tub tug two txt use van via vow wan war was way web wed wet who why win wix won yes yet
    you zen zip zoo
    """
)

_BUILD = lazy_regex(r"(?P<start>[^aeiouy]*)(?P<middle>.*?)(?P<end>[^aeiouy]*)\Z")
_STARTS = word_set(
    "bl br ch chl chr cl cr cz dr dw fl fr gh gl gn gr kh kl kn kr ll mn ph phl phr pl pn pr ps qu rh "
    "sc sch scr sh shr sk sl sm sn sp sph spl spr sq st str sv sw th thr tr ts tw vl wh wr zh"
)
_LONG_ENDS = word_set(
    "ght tch rst rld rch lch nch nct mpt rth nth lth pth dth xth fth lfth wth ngth thm rsh rtz ltz tsch mph"
)
_NO_DOUBLE_END = lazy_regex(r"([chjkmqvwx])\1\Z")
_TRIPLE = lazy_regex(r"(.)\1\1")
_LONGEST_CLUSTER = lazy_regex(r"[^aeiouy]{7}")  # "catchphrase" has six
_SHORTEST, _LONGEST = 4, 20  # letters; "internationalization" has 20
_LONGEST_PLAIN = 15  # letters; "troubleshooting" has 15, and longer words are built by one of these endings
_BUILT = lazy_regex(
    r"(?:tion|ment|ness|ility|ality|ivity|ities|istic|ical|ically|able|ible|ung|ungen|keit|heit|schaft)s?\Z"
)


_LONGEST_SHORT_FORM = 3  # letters; a listener hears them one by one


def looks_like_a_word(token: str) -> bool:
    """Whether a run of letters is a word or a known short form, by list for short ones and by its build for others.

    Letters beyond ASCII count as a word: they are typed by people, not generated.
    """
    lowered = token.lower()
    if lowered in SPELLING or lowered in _SHORT_WORDS:
        return True
    if not token.isascii():
        return any(character.isalpha() for character in token)
    if not _SHORTEST <= len(lowered) <= _LONGEST or not lowered.isalpha():
        return False
    if len(lowered) > _LONGEST_PLAIN and _BUILT.search(lowered) is None:
        return False  # words that were run together
    return _is_built_like_a_word(lowered)


def looks_readable(token: str) -> bool:
    """Whether a token of running text is a word, a name, a short form or a number, and no code such as `x9_kz`."""
    if token.isdigit():
        return True
    if "_" in token:
        return False
    if any(map(str.isdigit, token)):
        return token.lower() in SPELLING or not token.isascii()
    return len(token) <= _LONGEST_SHORT_FORM or looks_like_a_word(token)


def _is_built_like_a_word(letters: str) -> bool:
    singular = letters[:-1] if letters.endswith("s") and not letters.endswith("ss") else letters
    build = _BUILD.match(singular)
    if build is None or not build["middle"] or _TRIPLE.search(letters) or _LONGEST_CLUSTER.search(letters):
        return False
    start, end = build["start"], build["end"]
    if len(start) > 1 and start not in _STARTS:
        return False
    return end in _LONG_ENDS if len(end) > 2 else _NO_DOUBLE_END.search(end) is None
