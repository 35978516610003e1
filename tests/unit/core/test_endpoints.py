from dataclasses import replace

import pytest

from qwen_dictate.core.endpoints import Endpoint, Key, choose, fits, scope_of
from qwen_dictate.core.errors import KeyRefused, SettingsError
from qwen_dictate.core.settings import Service

MODEL = "qwen3-asr-flash-realtime"
BEIJING = "wss://dashscope.aliyuncs.com/api-ws/v1/realtime"
SINGAPORE = "wss://dashscope-intl.aliyuncs.com/api-ws/v1/realtime"
AUTO = Service()
ENVIRONMENT = Key()


def custom(url: str, **more: object) -> Service:
    return replace(Service(), endpoint="custom", url=url, **more)


def test_auto_without_a_key_is_the_embedded_engine() -> None:
    choice = choose(AUTO, None)
    assert choice.endpoint == Endpoint("local", "local")
    assert choice.problem is choice.notice is None


def test_local_is_the_embedded_engine_even_with_a_key() -> None:
    choice = choose(replace(AUTO, endpoint="local"), ENVIRONMENT)
    assert (choice.endpoint.kind, choice.use_key) == ("local", False)


def test_auto_untested_is_mainland_then_international() -> None:
    choice = choose(AUTO, ENVIRONMENT)
    assert choice.endpoint == Endpoint("qwen", BEIJING, MODEL, "", "mainland")
    assert choice.second == Endpoint("qwen", SINGAPORE, MODEL, "", "international")
    assert choice.use_key


def test_auto_remembers_the_region_that_answered() -> None:
    choice = choose(AUTO, Key("alibaba"), "international")
    assert (choice.endpoint.url, choice.second) == (SINGAPORE, None)


def test_a_remembered_region_that_is_none_counts_as_untested() -> None:
    assert choose(AUTO, ENVIRONMENT, "atlantis").endpoint.region == "mainland"


@pytest.mark.parametrize("remembered", ["", "mainland", "international"])
def test_auto_uses_a_key_of_one_region_only_there(remembered: str) -> None:
    choice = choose(AUTO, Key("international"), remembered)
    assert (choice.endpoint.url, choice.second, choice.use_key) == (SINGAPORE, None, True)


def test_auto_does_not_send_the_key_of_a_custom_service() -> None:
    choice = choose(AUTO, Key("wss://asr.example:443"))
    assert choice.endpoint.kind == "local"
    assert not choice.use_key
    assert isinstance(choice.notice, KeyRefused)


def test_auto_sends_a_workspace_in_the_header_only() -> None:
    choice = choose(replace(AUTO, workspace="ws-1"), ENVIRONMENT)
    assert (choice.endpoint.url, choice.endpoint.workspace) == (BEIJING, "ws-1")


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("mainland", "ws-1.cn-beijing.maas.aliyuncs.com"),
        ("international", "ws-1.ap-southeast-1.maas.aliyuncs.com"),
    ],
)
def test_a_region_with_a_workspace_is_the_workspaces_own_host(region: str, host: str) -> None:
    service = replace(AUTO, endpoint=region, workspace="ws-1")
    choice = choose(service, Key(region))
    assert choice.endpoint.url == f"wss://{host}/api-ws/v1/realtime"
    assert choice.use_key


def test_a_region_without_a_key_says_so() -> None:
    choice = choose(replace(AUTO, endpoint="mainland"), None)
    assert choice.endpoint.region == "mainland"
    assert isinstance(choice.problem, KeyRefused)
    assert not choice.problem.retry


def test_a_region_does_not_get_the_key_of_the_other() -> None:
    choice = choose(replace(AUTO, endpoint="mainland"), Key("international"))
    assert not choice.use_key
    assert isinstance(choice.problem, KeyRefused)


def test_a_custom_service_works_without_a_key() -> None:
    choice = choose(custom("wss://asr.example/api"), None)
    assert choice.endpoint == Endpoint("qwen", "wss://asr.example/api", MODEL)
    assert (choice.use_key, choice.problem, choice.notice) == (False, None, None)


@pytest.mark.parametrize("url", ["wss://asr.example:9443", "wss://asr.example:9443/"])
def test_a_custom_service_without_a_path_gets_the_services(url: str) -> None:
    wanted = "wss://asr.example:9443/api-ws/v1/realtime"
    assert choose(custom(url), None).endpoint.url == wanted


def test_a_custom_service_gets_its_own_key_and_that_of_the_environment() -> None:
    service = custom("wss://asr.example/api")
    assert choose(service, Key(scope_of(service))).use_key
    assert choose(service, ENVIRONMENT).use_key


def test_a_custom_service_does_not_get_another_key_and_says_so() -> None:
    choice = choose(custom("wss://asr.example/api"), Key("alibaba"))
    assert (choice.use_key, choice.problem) == (False, None)
    assert isinstance(choice.notice, KeyRefused)
    assert "asr.example" in choice.notice.user_text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_plain_ws_is_allowed_on_this_computer(host: str) -> None:
    assert choose(custom(f"ws://{host}:8080"), None).problem is None


def test_plain_ws_beyond_this_computer_is_refused() -> None:
    choice = choose(custom("ws://asr.lan:8080"), ENVIRONMENT)
    assert isinstance(choice.problem, SettingsError)
    assert not choice.use_key


def test_plain_ws_beyond_this_computer_may_be_allowed() -> None:
    choice = choose(custom("ws://asr.lan:8080", allow_insecure=True), ENVIRONMENT)
    assert choice.problem is None
    assert choice.use_key


@pytest.mark.parametrize("url", ["", "https://asr.example", "wss://", "wss://[::1", "wss://a:b"])
def test_a_custom_service_without_a_usable_url_is_a_problem(url: str) -> None:
    assert isinstance(choose(custom(url), ENVIRONMENT).problem, SettingsError)


@pytest.mark.parametrize(
    ("service", "url", "scope"),
    [
        (AUTO, "", "alibaba"),
        (replace(AUTO, endpoint="local"), "", "alibaba"),
        (replace(AUTO, endpoint="mainland"), "", "mainland"),
        (replace(AUTO, endpoint="international"), "", "international"),
        (custom("wss://Asr.Example./x"), "", "wss://asr.example:443"),
        (custom("ws://[::1]:8080/x"), "", "ws://[::1]:8080"),
        (AUTO, "wss://asr.example:9443/x", "wss://asr.example:9443"),
    ],
)
def test_a_stored_key_is_bound_to_what_the_settings_name(
    service: Service, url: str, scope: str
) -> None:
    assert scope_of(service, url) == scope


def test_a_key_cannot_be_bound_to_nothing() -> None:
    with pytest.raises(SettingsError):
        scope_of(custom(""))


@pytest.mark.parametrize(
    ("scope", "url", "fitting"),
    [
        (None, "ws://anywhere.example", True),
        ("alibaba", BEIJING, True),
        ("alibaba", SINGAPORE, True),
        ("alibaba", "wss://ws-1.cn-beijing.maas.aliyuncs.com/x", True),
        ("alibaba", "wss://a.b.cn-beijing.maas.aliyuncs.com/x", False),
        ("alibaba", "wss://cn-beijing.maas.aliyuncs.com/x", False),
        ("alibaba", "wss://dashscope.aliyuncs.com.evil.example/x", False),
        ("alibaba", "wss://a.cn-beijing.maas.aliyuncs.com.evil.example/x", False),
        ("alibaba", "wss://evil-dashscope.aliyuncs.com/x", False),
        ("alibaba", "ws://dashscope.aliyuncs.com/x", False),
        ("alibaba", "wss://dashscope.aliyuncs.com:8443/x", False),
        ("alibaba", "wss://dashscope.aliyuncs.com@evil.example/x", False),
        ("alibaba", "local", False),
        ("mainland", BEIJING, True),
        ("mainland", SINGAPORE, False),
        ("international", "wss://w.ap-southeast-1.maas.aliyuncs.com/x", True),
        ("international", "wss://w.cn-beijing.maas.aliyuncs.com/x", False),
        ("wss://asr.example:443", "wss://asr.example/other", True),
        ("wss://asr.example:443", "ws://asr.example:443/x", False),
        ("wss://asr.example:443", "wss://asr.example:444/x", False),
        ("wss://dashscope.aliyuncs.com:443", BEIJING, True),
        ("", BEIJING, False),
    ],
)
def test_a_key_is_sent_only_within_its_scope(scope: str | None, url: str, fitting: bool) -> None:
    assert fits(scope, url) is fitting
