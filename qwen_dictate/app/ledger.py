"""What the ledger tells of one dictation, from the machine's state. Pure.

Runs in: GUI thread.
"""

from qwen_dictate.app.engines import MODEL
from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.prices import price_cny
from qwen_dictate.core.utterance import Utterance, since_ms
from qwen_dictate.history.ledger import Entry


def entry(u: Utterance, born: str, microphone: str, endpoint: Endpoint) -> Entry:
    """One line of the ledger: times, counts and a price, no words.

    Args:
        u: delivered or kept.
        born: its key-down, ISO 8601, UTC.
        microphone: the name of the one that was heard.
        endpoint: where its sound went.
    """
    local = u.engine == "local"
    times = u.times
    return Entry(
        born=born,
        seconds=round(u.seconds, 3),
        app=u.target.app if u.target else "",
        microphone=microphone,
        engine=u.engine,
        model=MODEL if local else endpoint.model,
        retries=u.attempt - 1,
        sent_s=round(u.sent_s, 3),
        price_cny=price_cny(endpoint.model, endpoint.region, u.sent_s),
        mic_ready=since_ms(u.began_at, times.first_block),
        connect=since_ms(u.began_at, times.connect),
        first_partial=since_ms(u.began_at, times.first_partial),
        commit=since_ms(u.released_at, times.commit),
        final=since_ms(u.released_at, times.final),
        delivered=since_ms(u.released_at, times.delivered),
    )
