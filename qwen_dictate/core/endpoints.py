"""Which endpoint is used, and whether an API key may be sent to it.

The rule: a stored key is bound to the *scope* that the settings named when it was set, and is
sent nowhere else; where it does not fit, it counts as none and ``Choice.notice`` says so. A key
from the environment goes to the endpoint in use. A setting that cannot be used never raises
here: ``Choice.problem`` says what is wrong, and the utterance goes to the fallback.

Source of the hosts: help.aliyun.com/zh/model-studio/qwen-asr-realtime-interaction-process.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from qwen_dictate.core.errors import DictateError, KeyRefused, SettingsError
from qwen_dictate.core.setting_checks import is_loopback
from qwen_dictate.core.settings import Service

PATH = "/api-ws/v1/realtime"
LOCAL = "local"
ALIBABA = "alibaba"
"""The scope of both regions and their workspaces."""

_PORTS = {"ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True)
class Region:
    """One of the service's regions: its old host, and what its workspaces' hosts end with."""

    name: str
    host: str
    workspaces: str

    def url(self, workspace: str = "") -> str:
        """The address; with a workspace, the workspace's own."""
        host = f"{workspace.lower()}{self.workspaces}" if workspace else self.host
        return f"wss://{host}{PATH}"

    def owns(self, host: str) -> bool:
        """Whether a host belongs to this region."""
        name, suffix, rest = host.partition(self.workspaces)
        return host == self.host or bool(name and suffix and not rest and "." not in name)


MAINLAND = Region("mainland", "dashscope.aliyuncs.com", ".cn-beijing.maas.aliyuncs.com")
INTERNATIONAL = Region(
    "international", "dashscope-intl.aliyuncs.com", ".ap-southeast-1.maas.aliyuncs.com"
)
REGIONS = {region.name: region for region in (MAINLAND, INTERNATIONAL)}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Who recognises: the service at ``url``, or the embedded engine.

    Attributes:
        kind: ``qwen``, or ``local`` for the embedded engine.
        url: without the model; ``local`` for the embedded engine.
        workspace: sent as a header where it is not empty.
        region: ``mainland``, ``international``, or "" for a custom one.
    """

    kind: Literal["qwen", "local"]
    url: str
    model: str = ""
    workspace: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """That there is an API key, and where it may go; never the key itself.

    Attributes:
        scope: as ``scope_of`` gave it when the key was stored; None = from the environment,
            which goes to the endpoint in use.
    """

    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the settings and the key come to.

    Attributes:
        endpoint: the one to use.
        second: the one to try once where the first refuses the key.
        use_key: whether the key is to be sent.
        problem: why ``endpoint`` cannot be used as things stand.
        notice: something the user should know although ``endpoint`` can be used.
    """

    endpoint: Endpoint
    second: Endpoint | None = None
    use_key: bool = False
    problem: DictateError | None = None
    notice: DictateError | None = None


def choose(service: Service, key: Key | None, remembered: str = "") -> Choice:
    """Decide which endpoint is used.

    Args:
        service: the section of the settings.
        key: None = there is none.
        remembered: the region that answered before, for ``auto``; "" = untested.
    """
    match service.endpoint:
        case "local":
            return Choice(Endpoint("local", LOCAL))
        case "custom":
            return _custom(service, key)
        case "auto":
            return _auto(service, key, remembered)
        case name:
            endpoint = _regional(REGIONS[name], service, own_host=True)
            if key and fits(key.scope, endpoint.url):
                return Choice(endpoint, use_key=True)
            return Choice(endpoint, problem=_misfit(endpoint) if key else _no_key())


def scope_of(service: Service, url: str = "") -> str:
    """What a key that is stored now is bound to.

    Args:
        service: the section of the settings.
        url: as given to ``key set --url``; it wins over the settings.

    Raises:
        SettingsError: the URL cannot be read, or the settings name a custom endpoint without one.
    """
    if url or service.endpoint == "custom":
        return _origin(url or service.url)
    return service.endpoint if service.endpoint in REGIONS else ALIBABA


def fits(scope: str | None, url: str) -> bool:
    """Whether a key of this scope may be sent to ``url`` (without a scope: anywhere)."""
    if scope is None:
        return True
    try:
        origin = _origin(url)
    except SettingsError:
        return False
    if scope not in (ALIBABA, *REGIONS):
        return scope == origin
    regions = REGIONS.values() if scope == ALIBABA else (REGIONS[scope],)
    scheme, _, rest = origin.partition("://")
    host, _, port = rest.rpartition(":")
    safe = scheme == "wss" and port == "443"
    return safe and any(region.owns(host) for region in regions)


def _auto(service: Service, key: Key | None, remembered: str) -> Choice:
    local = Choice(Endpoint("local", LOCAL))
    if key is None:
        return local
    regions = [REGIONS[remembered]] if remembered in REGIONS else list(REGIONS.values())
    endpoints = [_regional(region, service, own_host=False) for region in regions]
    fitting = [endpoint for endpoint in endpoints if fits(key.scope, endpoint.url)]
    if not fitting and remembered:
        return _auto(service, key, "")
    if not fitting:
        return Choice(local.endpoint, notice=_misfit(endpoints[0]))
    return Choice(fitting[0], second=fitting[1] if len(fitting) > 1 else None, use_key=True)


def _custom(service: Service, key: Key | None) -> Choice:
    address = service.url
    try:
        host = urlsplit(_origin(address)).hostname or ""
    except SettingsError as error:
        return Choice(Endpoint("qwen", address, service.model), problem=error)
    parts = urlsplit(address)
    if parts.path in ("", "/"):
        address = urlunsplit((parts.scheme, parts.netloc, PATH, "", ""))
    endpoint = Endpoint("qwen", address, service.model, service.workspace)
    if parts.scheme == "ws" and not is_loopback(host) and not service.allow_insecure:
        problem = SettingsError(
            f"Your voice and the key would travel to {host} unencrypted; nothing was sent.",
            "Use a wss:// URL, or set service.allow_insecure if the network is yours.",
            retry=False,
        )
        return Choice(endpoint, problem=problem)
    if key and not fits(key.scope, address):
        return Choice(endpoint, notice=_misfit(endpoint))
    return Choice(endpoint, use_key=key is not None)


def _regional(region: Region, service: Service, *, own_host: bool) -> Endpoint:
    url = region.url(service.workspace if own_host else "")
    return Endpoint("qwen", url, service.model, service.workspace, region.name)


def _origin(url: str) -> str:
    """``scheme://host:port``, in one spelling."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in _PORTS or not host:
        raise SettingsError(
            "The address of the custom service is missing or cannot be read.",
            "Set service.url to a wss:// URL.",
            retry=False,
        )
    host = host.rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}:{port or _PORTS[parts.scheme]}"


def _misfit(endpoint: Endpoint) -> KeyRefused:
    host = urlsplit(endpoint.url).hostname
    return KeyRefused(
        f"The stored API key was set for another service and is not sent to {host}.",
        "Set the key again for this endpoint, or change service.endpoint back.",
        retry=False,
    )


def _no_key() -> KeyRefused:
    return KeyRefused(
        "There is no API key for the Qwen service; the recording is safe.",
        "Enter one in the window, or with qwen-dictate key set.",
        retry=False,
    )
