"""The verbs of qwen-dictate; none imports Qt."""
