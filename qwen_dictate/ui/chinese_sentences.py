"""Chinese for the sentences of the other parts (``core.errors``): what happened, what to do.

Keys are the English sentences as those parts write them, ``{names}`` where something is filled in.
A sentence that is missing here is shown in English: nothing breaks, a table line is to be added.
Longer texts are looked up sentence by sentence. Pure data, read when the first one is shown.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from qwen_dictate.ui.chinese_doctor import DOCTOR_SENTENCES
from qwen_dictate.ui.chinese_files import FILE_SENTENCES
from qwen_dictate.ui.chinese_history import HISTORY_SENTENCES
from qwen_dictate.ui.chinese_meeting import MEETING_SENTENCES
from qwen_dictate.ui.chinese_refusals import REFUSALS
from qwen_dictate.ui.chinese_systems import SYSTEMS
from qwen_dictate.ui.chinese_undo import UNDO_SENTENCES

SENTENCES: Final[Mapping[str, str]] = {
    **DOCTOR_SENTENCES,
    **SYSTEMS,
    **UNDO_SENTENCES,
    **REFUSALS,
    **FILE_SENTENCES,
    **MEETING_SENTENCES,
    **HISTORY_SENTENCES,
    # Quiet notes
    "No speech was heard, so nothing was typed.": "没有听到说话，所以没有输入。",
    "Cancelled; the recording is kept for a day.": "已取消，录音会保留一天。",
    "Nothing is recorded in this window: it is on your private list.": (
        "此窗口在您的隐私名单中，不会录音。"
    ),
    "Nothing is recorded in a field for passwords.": "在密码框中不会录音。",
    "Nobody has spoken for two minutes. Still listening – press the key to end.": (
        "已有两分钟没人说话，仍在聆听。按下快捷键即可结束。"
    ),
    "Words may be missing in what was typed.": "已输入的文字可能有遗漏。",
    "A second reading of the recording has more.": "重新识别录音得到了更完整的文字。",
    # What often follows
    "The recording is safe.": "录音已妥善保存。",
    "It is tried again.": "程序会再次尝试。",
    "Try again.": "请重试。",
    "Check the network.": "请检查网络。",
    "Insert it from its card.": "请从卡片中输入。",
    "What was heard is kept.": "已听到的内容都保留着。",
    "Unset it.": "请取消这个环境变量。",
    # Delivery
    "Another window has the focus now, so the text was not typed there; it is kept.": (
        "焦点已转到别的窗口，文字没有输入到那里，已经保留。"
    ),
    "Insert it from its card, or go back to the window it was meant for.": (
        "请从卡片中输入，或回到原来的窗口。"
    ),
    "No window has the focus, so nothing was typed; the text is kept.": (
        "没有窗口处于焦点，所以没有输入，文字已经保留。"
    ),
    "No window had the focus, so nothing was typed; the text is kept.": (
        "当时没有窗口处于焦点，所以没有输入，文字已经保留。"
    ),
    "The window that the text was meant for is gone; the text is kept.": (
        "目标窗口已经关闭，文字已经保留。"
    ),
    "Click where it should stand and insert it from its card.": (
        "请点击要输入的位置，再从卡片中输入。"
    ),
    "Keys were still held, or it was stopped, so nothing was typed; the text is kept.": (
        "有按键仍被按住，或输入被停止，所以没有输入，文字已经保留。"
    ),
    "Let go of all keys and insert it from its card.": "请松开所有按键，再从卡片中输入。",
    "It was stopped; what was not typed yet is kept.": "输入已停止，尚未输入的部分已经保留。",
    "The focus moved while the text was typed; what may be missing is kept.": (
        "输入途中焦点移走了，可能缺少的部分已经保留。"
    ),
    "The window did not take the pasted text; it is kept.": "窗口没有接收粘贴，文字已经保留。",
    "Insert it from its card, or choose another way for this application in the settings.": (
        "请从卡片中输入，或在设置中为此应用选择别的方式。"
    ),
    "The clipboard holds something that could not be saved, so nothing was pasted; "
    "the text is kept.": "剪贴板中的内容无法保存，所以没有粘贴，文字已经保留。",
    "Close the program that was copied from if it hangs, or copy something else.": (
        "如果复制来源的程序没有响应，请关闭它，或重新复制别的内容。"
    ),
    "The keyboard lacks a key of the paste shortcut, so nothing was pasted; the text is kept.": (
        "键盘上没有粘贴快捷键所需的按键，所以没有粘贴，文字已经保留。"
    ),
    "Choose another shortcut for this application in the settings.": (
        "请在设置中为此应用选择别的快捷键。"
    ),
    "Another program took the clipboard before the text was pasted; it is kept.": (
        "粘贴之前剪贴板被别的程序占用，文字已经保留。"
    ),
    "The X server did not take the text; it is kept.": "X 服务器没有接收文字，文字已经保留。",
    "The text came late, so it was not typed by itself.": "文字来得太晚，所以没有自动输入。",
    "Nobody spoke for five minutes, so it was stopped and kept.": (
        "五分钟没人说话，录音已停止并保留。"
    ),
    "The text could not be typed; it is kept.": "文字无法输入，已经保留。",
    "The text waits for your review.": "文字等待您审阅。",
    "Typing failed unexpectedly; the text is kept.": "输入意外失败，文字已经保留。",
    "Copy it, or retry.": "请复制文字，或重试。",
    "Copy the text.": "请复制文字。",
    "There is no way to type on this desktop.": "在这个桌面上无法自动输入。",
    # Recognition
    "Somebody spoke, but no words were recognised; the recording is kept.": (
        "听到有人说话，但没有识别出文字，录音已经保留。"
    ),
    "Retry, or play it to hear what was recorded.": "请重试，或播放录音听一听。",
    "The words have not come yet; the recording is safe and recognition goes on.": (
        "文字还没有返回，录音已妥善保存，识别仍在继续。"
    ),
    "The text will land here, or retry.": "文字会出现在这里，您也可以重试。",
    "The service has not answered; nothing is lost.": "服务没有回应，没有丢失任何内容。",
    "The recogniser did not answer.": "识别引擎没有回应。",
    "The recording was not recognised to its end; it is still kept.": (
        "录音没有识别完，仍然保留着。"
    ),
    "The service ended without the text.": "服务没有返回文字就结束了。",
    "The proxy {host} could not be reached.": "无法连接代理 {host}。",
    "The proxy {host} did not answer in time.": "代理 {host} 没有及时回应。",
    "The proxy {host} broke the connection.": "代理 {host} 中断了连接。",
    "The proxy {host} asks for a user name and a password.": "代理 {host} 需要用户名和密码。",
    "The proxy {host} refused the user name or the password.": ("代理 {host} 拒绝了用户名或密码。"),
    "The proxy {host} could not reach {target} ({code}).": (
        "代理 {host} 无法连接 {target}（{code}）。"
    ),
    "The address {host} could not be found.": "找不到地址 {host}。",
    "No secure connection to {host} could be made.": "无法与 {host} 建立安全连接。",
    "{host} did not answer in time.": "{host} 没有及时回应。",
    "{host} did not get ready in time.": "{host} 没有及时就绪。",
    "{host} refused the connection.": "{host} 拒绝了连接。",
    "{host} could not be reached.": "无法连接 {host}。",
    "The connection to {host} broke ({code}).": "与 {host} 的连接中断了（{code}）。",
    "The connection to {host} broke.": "与 {host} 的连接中断了。",
    "The service closed the connection ({code}).": "服务关闭了连接（{code}）。",
    "The service could not recognise this sound.": "服务无法识别这段声音。",
    "The service could not recognise this sound ({code}).": "服务无法识别这段声音（{code}）。",
    "The service reported an error ({code}).": "服务报告了错误（{code}）。",
    "The service at {host} is not available ({code}).": "{host} 上的服务不可用（{code}）。",
    "The service has too many requests of this account just now.": "此账号目前请求过多。",
    "The account at the service has no credit left.": "服务账号的余额已用完。",
    "Look at the account in the provider's console.": "请在服务商控制台查看账号。",
    "The API key was refused by {host} ({code}).": "{host} 拒绝了 API 密钥（{code}）。",
    "Check that the key is right and belongs to this region (service.endpoint).": (
        "请确认密钥正确，并且属于该地域（service.endpoint）。"
    ),
    "There is no API key for the Qwen service; the recording is safe.": (
        "没有Qwen 服务的 API 密钥，录音已妥善保存。"
    ),
    "Enter one in the window, or with qwen-dictate key set.": (
        "请在窗口中填写，或使用 qwen-dictate key set。"
    ),
    "The stored API key was set for another service and is not sent to {host}.": (
        "保存的 API 密钥属于别的服务，不会发送到 {host}。"
    ),
    "Set the key again for this endpoint, or change service.endpoint back.": (
        "请为此地址重新设置密钥，或改回 service.endpoint。"
    ),
    "The API key contains characters that no key has; nothing was sent.": (
        "API 密钥中有不该出现的字符，没有发送任何内容。"
    ),
    "Enter the key again.": "请重新输入密钥。",
    "There is no such service or model at {host} ({code}).": (
        "{host} 上没有这个服务或模型（{code}）。"
    ),
    "The service does not know the model ({code}).": "服务不认识这个模型（{code}）。",
    "The certificate of {host} could not be verified; nothing was sent.": (
        "无法验证 {host} 的证书，没有发送任何内容。"
    ),
    "Check the clock and the proxy; SSL_CERT_FILE may name a private authority.": (
        "请检查系统时间和代理，私有证书可用 SSL_CERT_FILE 指定。"
    ),
    "Check service.url, the proxy, or whether this network asks for a login first.": (
        "请检查 service.url 和代理，以及此网络是否需要先登录。"
    ),
    "Check service.url, or whether this network asks for a login first.": (
        "请检查 service.url，以及此网络是否需要先登录。"
    ),
    "Check service.proxy.": "请检查 service.proxy。",
    "{host} asks for an API key, and there is none for it.": "{host} 需要 API 密钥，但没有可用的。",
    "The embedded engine takes over.": "改由内置引擎识别。",
    "It is tried again by itself.": "程序会自动再次尝试。",
    "Wait a moment and try again.": "请稍等片刻再试。",
    "Try again; the log tells more.": "请重试，详情见日志。",
    "The settings name the embedded engine, which needs no key.": (
        "设置中选择了内置引擎，无需密钥。"
    ),
    "Choose another service.endpoint.": "请另选 service.endpoint。",
    "The key could not be tried.": "无法测试密钥。",
    "Check service.model.": "请检查 service.model。",
    "Check service.url and service.model.": "请检查 service.url 和 service.model。",
    # The embedded engine
    "The embedded engine is not installed yet; the recording is safe.": (
        "内置引擎尚未安装，录音已妥善保存。"
    ),
    "Wait for the download, then press Retry.": "请等待下载完成，再按“重试”。",
    "The embedded engine's model is not installed; the recording is kept.": (
        "内置引擎的模型尚未安装，录音已经保留。"
    ),
    "Install it on the settings page, or with: qwen-dictate models install {model}": (
        "请在设置页安装，或运行：qwen-dictate models install {model}"
    ),
    "The embedded engine stopped; the recording is safe.": "内置引擎停止了，录音已妥善保存。",
    "It is started again by itself.": "它会自动重新启动。",
    "The embedded engine's model is damaged.": "内置引擎的模型已损坏。",
    "The embedded engine could not recognise this ({code}); the recording is kept.": (
        "内置引擎无法识别这段声音（{code}），录音已经保留。"
    ),
    "The download failed.": "下载失败。",
    # The microphone
    "{title} is muted: nothing is heard.": "{title} 已静音，听不到声音。",
    "Turn the microphone on and say it again.": "请打开麦克风，再说一遍。",
    "The chosen microphone is not connected: {title} is heard instead.": (
        "所选麦克风没有连接，改用 {title}。"
    ),
    "Connect it, or choose another one in the settings.": "请连接它，或在设置中另选一个。",
    "The microphone changed while you spoke: {title} is heard now.": (
        "说话途中麦克风变了，现在使用 {title}。"
    ),
    "Look through the text: a moment may be missing.": "请检查文字，可能缺了一小段。",
    "No sound comes from the microphone right now.": "麦克风目前没有声音。",
    "It may be suspended, or its connection is broken: see the sound settings.": (
        "它可能已被挂起或断开，请查看声音设置。"
    ),
    "The microphone gives no sound.": "麦克风没有声音。",
    "Connect it again, or choose another one in the settings.": (
        "请重新连接，或在设置中另选一个。"
    ),
    "The sound server or the microphone went away.": "声音服务器或麦克风已断开。",
    "The sound server does not answer; nothing was recorded.": "声音服务器没有回应，没有录音。",
    "The microphone was taken away.": "麦克风被拔掉了。",
    "Connect it or another one, and try again.": "请重新连接它或另一个麦克风，然后重试。",
    "Nothing was recorded.": "没有录到声音。",
    "The microphone gave no sound within a second; nothing is recorded.": (
        "麦克风在一秒内没有声音，没有录音。"
    ),
    "See the sound settings, and try again.": "请检查声音设置，然后重试。",
    "See that the microphone is connected, and try again.": "请确认麦克风已连接，然后重试。",
    "There is no microphone; nothing was recorded.": "没有麦克风，没有录到声音。",
    "There is no microphone and no system sound.": "没有麦克风，也没有系统声音。",
    "Connect a microphone and try again.": "请连接麦克风后重试。",
    "The microphone could not be opened ({code}); nothing was recorded.": (
        "无法打开麦克风（{code}），没有录到声音。"
    ),
    "See whether another program uses it alone, or choose another one in the settings.": (
        "请看看是否被别的程序独占，或在设置中另选一个。"
    ),
    "The sound library PortAudio is missing; nothing can be recorded.": (
        "缺少声音库 PortAudio，无法录音。"
    ),
    "The sound server does not answer; nothing can be recorded.": "声音服务器没有回应，无法录音。",
    "Start PipeWire or PulseAudio, or log in again.": "请启动 PipeWire 或 PulseAudio，或重新登录。",
    # Keys, keyring, disk
    "The hotkey cannot be used here.": "在这里无法使用快捷键。",
    "{keys} already does something else in Qwen Dictate.": "{keys} 在本程序中已有别的用途。",
    "{keys} is taken by another program.": "{keys} 已被别的程序占用。",
    "Choose another key in the settings.": "请在设置中选择别的按键。",
    "The keyring is locked.": "密钥环已锁定。",
    "The keyring is locked, or was never set up.": "密钥环已锁定，或从未设置。",
    "The keyring has been silent for {seconds} seconds.": "密钥环 {seconds} 秒没有回应。",
    "No keyring of this desktop can be reached.": "无法访问此桌面的密钥环。",
    "The keyring did not keep the API key.": "密钥环没有保存 API 密钥。",
    "Unlock the keyring of your desktop, or give the key in the environment as {variable}.": (
        "请解锁桌面的密钥环，或用环境变量 {variable} 提供密钥。"
    ),
    "The history could not be written.": "无法写入历史记录。",
    "The history could not be used: {why}.": "无法使用历史记录：{why}。",
    "What you dictate is still typed.": "您口述的内容仍会输入。",
    "Check the free space and the permissions of the data folder.": (
        "请检查数据文件夹的剩余空间和权限。"
    ),
    "The recording could not be written to the disk ({why}).": "无法把录音写入磁盘（{why}）。",
    "It goes on in memory.": "录音在内存中继续。",
    "Make room on the disk, or choose history.keep_audio = never.": (
        "请腾出磁盘空间，或设置 history.keep_audio = never。"
    ),
    "Its recording is no longer kept, so it cannot be recognised again.": (
        "它的录音已不再保留，无法重新识别。"
    ),
    "There is no such dictation.": "没有这段口述。",
    "The embedded engine's model could not be loaded ({why}).": "无法载入内置引擎的模型（{why}）。",
    "Install it again: qwen-dictate models install whisper-base.": (
        "请重新安装：qwen-dictate models install whisper-base。"
    ),
    (
        "A locked screen, a menu or a password prompt has the keyboard, "
        "so nothing was typed; the text is kept."
    ): "键盘正被锁屏、菜单或密码框占用，因此没有输入；文字已保留。",
    "The screen was locked, so it was stopped and kept.": "屏幕已锁定，因此已停止并保留。",
    "The computer went to sleep, so it was stopped and kept.": "电脑已进入睡眠，因此已停止并保留。",
    "The program ended before this was finished; nothing was lost.": (
        "程序在完成之前已结束；内容没有丢失。"
    ),
    "Only its recording was found; the history did not know of it.": (
        "只找到了它的录音；历史记录中没有它。"
    ),
    "The settings were made by a newer version of Qwen Dictate; what this one knows is used.": (
        "这些设置由更新版本的程序写入；本版本只使用它认识的部分。"
    ),
    "“{path}” could not be made: {why}.": "无法创建“{path}”：{why}。",
    "“{path}” could not be written: {why}.": "无法写入“{path}”：{why}。",
    "“{path}” could not be opened: {why}.": "无法打开“{path}”：{why}。",
    "“{path}” could not be read: {why}.": "无法读取“{path}”：{why}。",
    "Check the free space and the permissions of that folder.": (
        "请检查该文件夹的剩余空间和权限。"
    ),
    "The history was damaged; it is kept as “{name}”, and a new one was begun.": (
        "历史记录已损坏；原文件保存为“{name}”，并新建了一份。"
    ),
}


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give the sentences with names in them, as patterns of a whole sentence."""
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(english))), chinese)
        for english, chinese in SENTENCES.items()
        if "{" in english
    )
