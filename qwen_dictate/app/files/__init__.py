"""Files to text: one file at a time through the stream that dictation takes."""
