"""The Chinese words of the page of settings and of the options themselves (core/options).

Joined in ``ui.chinese``; the keys are the English labels and explanations. Pure data.
"""

from collections.abc import Mapping
from typing import Final

SETTINGS: Final[Mapping[str, str]] = {
    # Groups
    "Speech": "识别",
    "Hotkeys": "快捷键",
    "Typing": "输入",
    "Sound": "声音",
    "Words": "词句",
    "Privacy": "隐私",
    "Captions": "字幕",
    "Appearance": "外观",
    "Advanced": "高级",
    # Speech
    "Recognised by": "由谁识别",
    "Who turns your speech into text.": "由谁把您的话变成文字。",
    "Automatic: Qwen where there is a key, else this computer": "自动：有密钥用 Qwen，否则用本机",
    "Qwen, mainland China": "Qwen（中国内地）",
    "Qwen, international": "Qwen（国际）",
    "This computer: the embedded engine": "本机：内置引擎",
    "A service of your own": "您自己的服务",
    "Address of your own service": "自有服务的地址",
    "A wss:// address, or ws:// on this computer; used for a service of your own only.": (
        "以 wss:// 开头，本机可用 ws://；只在选择“您自己的服务”时使用。"
    ),
    "Model of the service": "服务的模型",
    "The name under which the service knows it.": "服务里的模型名称。",
    "Workspace": "业务空间",
    "Identifier of your Model Studio workspace; empty for the default one.": (
        "百炼业务空间的 ID；留空为默认空间。"
    ),
    "Allow unencrypted addresses": "允许未加密的地址",
    "Accepts ws:// beyond this computer, where others on the way can listen.": (
        "允许连接本机以外的 ws:// 地址，途中可能被人窃听。"
    ),
    "Language you speak": "您说的语言",
    "Naming it is a little surer than having it found out.": "指定语言比自动判断更稳妥一些。",
    "Found out by itself": "自动判断",
    "Chinese": "中文（普通话）",
    "Cantonese": "粤语",
    "English": "英语",
    "Japanese": "日语",
    "Korean": "韩语",
    "German": "德语",
    "French": "法语",
    "Spanish": "西班牙语",
    "Portuguese": "葡萄牙语",
    "Italian": "意大利语",
    "Russian": "俄语",
    "Arabic": "阿拉伯语",
    "Hindi": "印地语",
    "Indonesian": "印度尼西亚语",
    "Thai": "泰语",
    "Turkish": "土耳其语",
    "Ukrainian": "乌克兰语",
    "Vietnamese": "越南语",
    "Czech": "捷克语",
    "Danish": "丹麦语",
    "Finnish": "芬兰语",
    "Filipino": "菲律宾语",
    "Icelandic": "冰岛语",
    "Malay": "马来语",
    "Norwegian": "挪威语",
    "Polish": "波兰语",
    "Swedish": "瑞典语",
    "Context words": "上下文词语",
    "Names and words that should be recognised; they are sent to the service with your speech.": (
        "希望准确识别的人名和术语，会随语音一起发送给服务。"
    ),
    "Proxy": "代理",
    "system (as the desktop says), none, or an address such as http://proxy.example:3128.": (
        "system 跟随桌面，none 不用，或写地址，如 http://proxy.example:3128。"
    ),
    "When the service does not answer": "服务没有回应时",
    "What happens 12 seconds after you let go of the key, or when the service refuses.": (
        "松开按键 12 秒后仍无结果，或服务拒绝时怎么办。"
    ),
    "Recognise on this computer": "在本机识别",
    "Keep it, try again when the network is back": "保留，网络恢复后再试",
    "Keep it": "保留",
    # Hotkeys
    "Dictate": "口述",
    "The key, combination or mouse button with which you dictate.": (
        "用来口述的按键、组合键或鼠标键。"
    ),
    "How the key is used": "按键方式",
    "What a press and a release of the key mean.": "按下和松开分别表示什么。",
    "Hold it, or tap it to begin and to end": "按住说话，或轻按开始、再轻按结束",
    "Hold it while you speak": "按住说话",
    "Press it to begin, press it again to end": "按一下开始，再按一下结束",
    "Longest tap": "轻按的最长时间",
    "Let go sooner than this, it is a tap; later, the dictation ends with the release.": (
        "比这更早松开算轻按；更晚则松开时结束口述。"
    ),
    "Who hears the keys": "由谁监听按键",
    "How the program learns of key presses in other windows.": "程序如何得知其他窗口里的按键。",
    "Automatic": "自动",
    "X11": "X11",
    "Nobody: only the buttons of the window": "不监听，只用窗口里的按钮",
    "Undo": "撤销",
    "Takes back the last dictation while it still is the last thing there.": (
        "撤回刚才口述的文字，只要它后面还没有别的内容。"
    ),
    "Starts and stops the captions of a meeting.": "开始和停止会议字幕。",
    "Dictate with review": "口述并审阅",
    "As above, but the text waits on a card before it is typed.": (
        "与上面的“口述”相同，但文字先停在卡片上，再输入。"
    ),
    "Cancel": "取消",
    "Drops what is being spoken or typed; taken only meanwhile.": (
        "放弃正在说或正在输入的内容，只在那时占用此键。"
    ),
    # Sound
    "The one that is heard.": "使用哪个麦克风。",
    "Microphone stays open": "麦克风保持打开",
    "After a dictation, so that the next one begins without delay.": (
        "一次口述之后保持打开，下一次便能立即开始。"
    ),
    "Heard before the key": "按键之前的声音",
    "Sound from before the press that is kept while the microphone is open, in memory only.": (
        "麦克风打开时，保留按键之前的一小段声音，只在内存中。"
    ),
    "Longest dictation": "最长口述时间",
    "Then it ends by itself and is kept; after 5 minutes of silence it does so too.": (
        "到时自动结束并保留；连续 5 分钟没人说话也会如此。"
    ),
    # Typing
    "How the text arrives": "文字如何送达",
    "Automatic types short texts and pastes long ones; your clipboard comes back afterwards.": (
        "自动：短的逐字输入，长的粘贴，之后恢复您的剪贴板。"
    ),
    "Type it": "逐字输入",
    "Paste it": "粘贴",
    "Into the clipboard only": "只放入剪贴板",
    "Keep it in the list only": "只保留在列表中",
    "When you have changed the window": "换了窗口时",
    "What happens to a text whose window no longer has the focus.": (
        "目标窗口已失去焦点时，文字怎么办。"
    ),
    "Keep the text on a card": "把文字留在卡片上",
    "Type where the focus is now": "输入到当前窗口",
    "Go back to the window it was meant for": "回到原来的窗口",
    "A new line is typed as": "换行输入为",
    "Enter sends a message in many chats, so it is a space unless you say otherwise.": (
        "许多聊天软件里回车即发送，所以默认输入空格。"
    ),
    "A space": "空格",
    "Enter": "回车",
    "Shift + Enter": "Shift + 回车",
    "Applications": "应用",
    "What is done otherwise in single applications, by window class.": (
        "个别应用的特殊做法，按窗口类名。"
    ),
    "Review before typing": "输入前先审阅",
    "Every text waits on a card, where you can edit it, until you press Enter.": (
        "每段文字先停在可编辑的卡片上，按回车后才输入。"
    ),
    "Between two dictations": "两次口述之间",
    "What stands between a text and the one dictated just before.": (
        "一段文字和紧接着的上一段之间加什么。"
    ),
    "A space where one belongs": "需要时加空格",
    "Nothing": "什么也不加",
    "A space behind each text": "每段后面加空格",
    # Words
    "Replacements": "替换",
    "What is heard, and what is written instead: whole words, capitals do not matter.": (
        "听到什么、改写成什么：整词匹配，不分大小写。"
    ),
    "Spoken punctuation": "口述标点",
    'What is said as "comma", "new line" or "逗号" becomes a mark.': (
        "说“逗号”“换行”“comma”等会变成标点。"
    ),
    "Capital at the start of a sentence": "句首大写",
    "The first letter of each sentence becomes a capital.": "每句的第一个字母改为大写。",
    "Chinese characters": "汉字",
    "In which characters Chinese is written.": "中文用哪种汉字书写。",
    "As recognised": "与识别结果相同",
    "Simplified": "简体",
    "Traditional": "繁体",
    # Privacy
    "Recordings are kept": "录音保留",
    "On this computer, so that nothing you said is lost to a crash or a bad network.": (
        "保存在本机，崩溃或断网也不会丢失您说的话。"
    ),
    "Until the text is delivered": "到文字送达为止",
    "For ever": "永久",
    "Never: in memory only, a crash loses it": "不保留：只在内存中，崩溃即丢失",
    "Texts are kept": "文字保留",
    "In the history on this computer.": "保存在本机的历史记录中。",
    "Never: in memory until you quit": "不保留：只在内存中，退出即清除",
    "Private applications": "隐私应用",
    "Window classes, one a line; a press of the key there records nothing.": (
        "窗口类名，每行一个；在这些窗口里按键不会录音。"
    ),
    # Captions
    "Captions listen to": "字幕来源",
    "Your own voice, that of the others, or both.": "您自己的声音、对方的声音，或两者。",
    "What the computer plays": "电脑播放的声音",
    # Appearance
    "Language of the window": "界面语言",
    "Changes at once.": "立即生效。",
    "As the desktop": "跟随桌面",
    "简体中文 (Simplified Chinese)": "简体中文",
    "Theme": "主题",
    "Light or dark.": "浅色或深色。",
    "Light": "浅色",
    "Dark": "深色",
    "Sounds of start and stop": "开始和结束提示音",
    "Quiet and short; with loudspeakers the microphone would hear them.": (
        "轻而短；使用扬声器时麦克风会录到它们。"
    ),
    "With headphones": "仅戴耳机时",
    "Always": "总是",
    "Never": "从不",
    "Overlay": "悬浮条",
    "The bar that shows in every application that you are heard.": (
        "在任何应用中显示“正在聆听”的小条。"
    ),
    "Small": "小",
    "Large": "大",
    "First steps are done": "已完成入门",
    "While it is off, the window opens with the first steps.": "关闭时，窗口会先显示入门向导。",
    # Units
    "ms": "毫秒",
    "s": "秒",
    "min": "分钟",
    "days": "天",
    # The page
    "Search the settings": "搜索设置",
    "Groups of settings": "设置分组",
    "No setting is called so.": "没有这样的设置。",
    "Default: {value}": "默认：{value}",
    "Reset": "恢复默认",
    "Reset: {name}": "恢复默认：{name}",
    "Set by {variable} in the environment for this start": "本次启动由环境变量 {variable} 设定",
    "on": "开",
    "off": "关",
    "So many days": "保留天数",
    "Press the keys now…": "请按下按键…",
    "This key cannot be used; press another one…": "这个键不能用，请换一个…",
    "Without a key": "不设快捷键",
    "System default": "系统默认",
    "{name} (not connected)": "{name}（未连接）",
    "For example: Qwen Dictate, Zhang Wei, PulseAudio": "例如：Qwen Dictate、张伟、PulseAudio",
    "About {used} of {limit} words or characters": "约 {used} / {limit} 个词或字",
    "About {used} of {limit} words or characters: too long for the service, not stored": (
        "约 {used} / {limit} 个词或字：超出服务上限，没有保存"
    ),
    "Heard": "听到",
    "Written": "写成",
    "Window class": "窗口类名",
    "How": "方式",
    "Paste keys": "粘贴键",
    "New line": "换行",
    "default": "默认",
    "Try it": "试一试",
    "Type a sentence as it may be recognised.": "写一句可能的识别结果。",
    "hello comma this is a test full stop": "你好逗号这是一次测试句号",
    "Typed: {text}": "输入为：{text}",
    # The key
    "API ke&y": "API 密钥(&Y)",
    "API key": "API 密钥",
    "Paste the key of Alibaba Cloud Model Studio here": "在此粘贴阿里云百炼的 API Key",
    "&Test": "测试(&T)",
    "&Store": "保存(&S)",
    "&Delete the key": "删除密钥(&D)",
    "Ask the service whether it takes this key": "问问服务是否接受这个密钥",
    "Keep it in the keyring of your desktop": "保存到桌面的密钥环",
    "Asking the service…": "正在询问服务…",
    "The service takes this key.": "服务接受这个密钥。",
    "Storing…": "正在保存…",
    "Stored in the keyring.": "已保存到密钥环。",
    "Deleting…": "正在删除…",
    "The key is deleted.": "密钥已删除。",
    "A key comes from DASHSCOPE_API_KEY in the environment; it wins over a stored one.": (
        "密钥来自环境变量 DASHSCOPE_API_KEY，优先于已保存的密钥。"
    ),
    "A key is stored in the keyring of your desktop.": "密钥已保存在桌面的密钥环中。",
    "There is no key; this computer recognises by itself.": "没有密钥，由本机自行识别。",
    "The keyring is being asked…": "正在询问密钥环…",
}
