"""The Chinese words of the first steps; joined in ``ui.chinese``. Pure data."""

from collections.abc import Mapping
from typing import Final

FIRST_STEPS: Final[Mapping[str, str]] = {
    "Step {number} of {count}": "第 {number} 步，共 {count} 步",
    "Lea&ve the first steps": "退出入门(&V)",
    "They stay in the help menu": "以后可从“帮助”菜单再次打开",
    "&Back": "上一步(&B)",
    "&Next": "下一步(&N)",
    "S&kip this step": "跳过这一步(&K)",
    "&Done": "完成(&D)",
    # The microphone
    "The microphone": "麦克风",
    "Choose the microphone and try it: say a few words. Nothing of it is kept, and it "
    "leaves this computer for nowhere.": (
        "选好麦克风，说几句话试试。这些声音不会保存，也不会离开这台电脑。"
    ),
    "&Try the microphone": "试试麦克风(&T)",
    "S&top listening": "停止聆听(&T)",
    "✓ We hear you.": "✓ 听到您了。",
    "Listening: say a few words.": "正在聆听，请说几句话。",
    # The key
    "The key": "按键",
    "With this key you dictate in any window. Press it now and see whether it lights up.": (
        "在任何窗口里都用这个键口述。现在按一下，看它是否亮起。"
    ),
    "✓ The key is heard.": "✓ 收到按键了。",
    "Take {keys} &instead": "改用 {keys}(&I)",
    # Language and service
    "Your language": "您的语言",
    "Which language will you dictate in? It can be found out as well.": (
        "您用哪种语言口述？也可以让程序自动判断。"
    ),
    "Who recognises": "由谁识别",
    "Without a key this computer recognises by itself, and nothing leaves it. With a "
    "key of Alibaba Cloud the service Qwen does, more exactly and in 27 languages.": (
        "没有密钥时由本机识别，任何内容都不会离开电脑。"
        "有阿里云密钥时由 Qwen 服务识别，更准确，支持 27 种语言。"
    ),
    "The service costs about 0.00033 CNY a second of speech in mainland China and twice "
    "that elsewhere (1.2 or 2.4 CNY an hour), paid to Alibaba Cloud. What you say while "
    "you hold the key, and your context words, go there and nowhere else.": (
        "服务由阿里云收费：中国内地每秒语音约 0.00033 元，国际约两倍（每小时约 1.2 元或 2.4 元）。"
        "您按住按键时说的话和上下文词语会发送到那里，不会发往别处。"
    ),
    # The first sentence
    "Your first sentence": "第一句话",
    "For example: The quick brown fox jumps over the lazy dog.": (
        "例如：今天天气很好，我们去公园散步吧。"
    ),
    "Your words will stand here.": "您说的话会出现在这里。",
    "Hold {keys}, say a sentence, and let go.": "按住 {keys}，说一句话，然后松开。",
    "Press {keys}, say a sentence, and press it again.": "按一下 {keys}，说一句话，再按一下。",
    "Press Speak, say a sentence, and press it again.": "点“说话”，说一句话，再点一下。",
    "&Speak": "说话(&S)",
    "St&op": "停止(&O)",
    "✓ That is all there is to it.": "✓ 就是这么简单。",
    # Into a window
    "Now in your own window": "在您自己的窗口里",
    "Click into any other window: an editor, a chat, a terminal. Leave this one in sight.": (
        "点进任何别的窗口：编辑器、聊天或终端，并让这个窗口保持可见。"
    ),
    "✓ It stands in {app}.": "✓ 文字已在 {app} 里。",
    "your window": "您的窗口",
}
