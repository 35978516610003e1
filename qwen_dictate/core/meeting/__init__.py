"""Meetings: captions of what several sources say, as pure decisions.

``state`` (what there is), ``events`` and ``effects`` (what happens, what is asked for), ``lines``
(what was said), ``echo`` (what the microphone heard of the loudspeakers), ``machine`` (``step``,
the only door).
"""
