"""What an hour of sound costs, in CNY.

Source: help.aliyun.com/zh/model-studio/models, qwen3-asr-flash-realtime: 0.00033 CNY a second in
Beijing, 0.00066 in Singapore, of all sound that is sent, silence included. Pure.
"""

MAINLAND = 1.188
INTERNATIONAL = 2.376


def price_of_hour(setting: str, url: str) -> float:
    """The price that the setting names; ``auto``: that of Alibaba Cloud's region, elsewhere 0."""
    if setting != "auto":
        return float(setting)
    host = url.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    if not host.endswith(".aliyuncs.com"):
        return 0.0
    abroad = "-intl." in host or ".ap-southeast-1." in host
    return INTERNATIONAL if abroad else MAINLAND
