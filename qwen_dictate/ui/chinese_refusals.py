"""Chinese for what is said at a field of the settings; joined in ``ui.chinese_sentences``."""

from collections.abc import Mapping
from typing import Final

REFUSALS: Final[Mapping[str, str]] = {
    "This must be one of {names}.": "只能是以下之一：{names}。",
    "This must be a whole number from {low} to {high}.": "请填 {low} 到 {high} 之间的整数。",
    "This must be true or false.": "只能是 true 或 false。",
    "This must be text.": "请填文字。",
    "This must not be empty.": "不能为空。",
    "This must be a name of letters, digits, “-”, “_” and “.”.": (
        "只能用字母、数字、“-”、“_”和“.”。"
    ),
    "This must be a wss:// URL.": "请填以 wss:// 开头的地址。",
    "This is not a URL that can be read.": "无法读懂这个地址。",
    "This must be a wss:// URL, or ws:// on this computer.": (
        "请填以 wss:// 开头的地址，本机可用 ws://。"
    ),
    "This must be a wss:// URL; ws:// is for this computer only.": (
        "请填以 wss:// 开头的地址；ws:// 只能用于本机。"
    ),
    "This must be a plain URL without a user name, “?” or “#”.": ("地址中不能有用户名、“?”或“#”。"),
    "This must be system, none or a URL.": "请填 system、none 或一个地址。",
    "This must be system, none or a URL such as http://proxy.example:3128.": (
        "请填 system、none 或一个地址，如 http://proxy.example:3128。"
    ),
    "This must be a list of {names}.": "至少要选一项：{names}。",
    "“{key}” is not the name of a key; for example ctrl+alt+space, f9 or right_ctrl.": (
        "没有叫“{key}”的键；例如 ctrl+alt+space、f9 或 right_ctrl。"
    ),
    "“{key}” is not one of {names}.": "“{key}”不是 {names} 之一。",
    "That is not an API key: it must be one word of letters, digits and signs.": (
        "这不是 API 密钥：密钥是由字母、数字和符号组成的一个词。"
    ),
    "The setting was not stored.": "设置没有保存。",
    "The keyring failed.": "密钥环出错了。",
    "The keyring has not answered yet; it may be asking for its password.": (
        "密钥环还没有回应，它可能正在询问密码。"
    ),
}
