"""The whole of dictation as one pure machine: trigger, recorder, and the utterances in order.

``step(state, event, finish)`` is the only door. It gives every event to the machine it belongs
to, then lets what is ready be delivered when it is its turn: when all earlier utterances are
over or kept. Texts wait for the keys to be released in the delivery lane; here is only the limit
of that wait: none while somebody records, ``HELD_LIMIT_S`` otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from qwen_dictate.core import away, recognising, recorder, review, utterance_step
from qwen_dictate.core import utterance as machine
from qwen_dictate.core.effects import (
    Effect,
    HaltDelivery,
    Note,
    ShowNote,
    StartTimer,
    StopRecording,
    StopTimer,
    WatchCancel,
)
from qwen_dictate.core.events import (
    BeginWanted,
    CancelWanted,
    DropWanted,
    EndKind,
    EndWanted,
    Event,
    KeyboardTaken,
    KeyEdge,
    KeyUsedOtherwise,
    Level,
    StreamOpened,
    UserAway,
)
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.trigger import Action, Trigger
from qwen_dictate.core.utterance import Phase, Streaming, Utterance

HELD_LIMIT_S = 2.0
HOTKEY_LIMIT_S = 30.0
"""The same while the hotkey itself is held, though nobody records: its user is still talking to a
microphone that has failed, and will let go."""


@dataclass(frozen=True, slots=True)
class Dictation:
    """State of everything between the key and the window.

    Attributes:
        settings: what the next utterance takes.
        local_installed: the embedded engine could be the fallback of the next utterance.
        trigger: the push-to-talk key.
        review: the key of dictations that are looked at before they are typed.
        recording: the utterance that owns the microphone.
        utterances: in order of key-down; those that are over leave as their recording ends.
        last: the newest that was delivered, kept or cancelled.
        count: number of the newest utterance.
        watching: the cancel key is taken.
        away: why the user is away; "" = is there.
    """

    settings: Settings = field(default_factory=Settings, repr=False)
    local_installed: bool = False
    trigger: Trigger = field(default_factory=Trigger)
    review: Trigger = field(default_factory=Trigger)
    recording: int | None = None
    utterances: tuple[Utterance, ...] = ()
    last: Utterance | None = None
    count: int = 0
    watching: bool = False
    away: str = ""

    def get(self, number: int) -> Utterance | None:
        """The utterance of that number, if it is still of interest."""
        return next((u for u in self.utterances if u.number == number), None)

    @property
    def pending(self) -> int:
        """How many utterances have not yet ended."""
        return sum(utterance.pending for utterance in self.utterances)


Step = tuple[Dictation, tuple[Effect, ...]]
TriggerEvent = KeyEdge | KeyUsedOtherwise | BeginWanted | EndWanted | CancelWanted | DropWanted


def step(state: Dictation, event: Event, finish: recognising.Finish) -> Step:
    """What happens next."""
    state, effects = _handle(state, event, finish)
    state, turns = _take_turns(state)
    state, watching = _watch_cancel(state)
    return _prune(state), (*effects, *turns, *watching)


def _handle(state: Dictation, event: Event, finish: recognising.Finish) -> Step:
    match event:
        case (
            KeyEdge()
            | KeyUsedOtherwise()
            | BeginWanted()
            | EndWanted()
            | CancelWanted()
            | DropWanted()
        ):
            return _triggered(state, event)
        case Level():
            return state, ()
        case KeyboardTaken():
            return _release(state, lambda u: away.leave(u, away.LOCKED, event.at))
        case UserAway():
            return _user_away(state, event)
        case _:
            state, effects = _one(
                state, event.utterance, lambda u: utterance_step.told(u, event, finish)
            )
            if isinstance(event, StreamOpened):
                state, woken = _wake_waiting(state, event.utterance)
                effects = (*effects, *woken)
            return state, effects


def _user_away(state: Dictation, event: UserAway) -> Step:
    why = (away.ASLEEP if event.asleep else away.LOCKED) if event.on else ""
    effects: tuple[Effect, ...] = ()
    state = replace(state, away=why)
    if why:
        state, effects = _release(state, lambda u: away.leave(u, why, event.at))
        for u in state.utterances:
            state, more = _one(state, u.number, lambda found: away.leave(found, why, event.at))
            effects = (*effects, *more)
    return state, effects


def _wake_waiting(state: Dictation, opener: int) -> Step:
    """One could connect: so can the oldest kept one that waits for the network."""
    one = state.get(opener)
    if one is None or not one.opened or one.fallen_back:
        return state, ()
    for u in state.utterances:
        if u.phase is Phase.KEPT and u.streaming is Streaming.PAUSED:
            return _one(state, u.number, recognising.wake)
    return state, ()


def _triggered(
    state: Dictation,
    event: TriggerEvent,
) -> Step:
    match event:
        case KeyEdge() | KeyUsedOtherwise():
            state, action = _edge(state, event)
            if action is Action.NOTHING and not _held(state) and state.recording is None:
                return state, _limit_waiting(state)
        case BeginWanted():
            action = Action.BEGIN
        case EndWanted():
            action = Action.END
        case DropWanted():
            action = Action.DROP
        case CancelWanted():
            return _cancel(state, event.at)
    return _act(state, action, event)


def _edge(state: Dictation, event: KeyEdge | KeyUsedOtherwise) -> tuple[Dictation, Action]:
    """What an edge of either key means; while one is held the other one is not listened to."""
    own, other = (state.review, state.trigger) if event.review else (state.trigger, state.review)
    if isinstance(event, KeyEdge) and event.down and other.down_at is not None:
        return state, Action.NOTHING
    recording = state.recording is not None
    own, action = recorder.edge(own, event, state.settings.hotkey, recording=recording)
    return replace(state, **{"review" if event.review else "trigger": own}), action


def _held(state: Dictation) -> bool:
    return state.trigger.down_at is not None or state.review.down_at is not None


def _act(state: Dictation, action: Action, event: TriggerEvent) -> Step:
    if action is Action.BEGIN and state.recording is None:
        return _begin(state, event)
    if state.recording is None:
        return state, ()
    if action is Action.END:
        return _release(state, lambda u: machine.end(u, event.at))
    if action is Action.DROP:
        return _release(state, lambda u: machine.drop(u, event.at))
    return state, ()


def _begin(state: Dictation, event: TriggerEvent) -> Step:
    target = event.target if isinstance(event, KeyEdge | BeginWanted) else None
    if recorder.is_private(target, state.settings.privacy.applications):
        secret = target is not None and target.secret
        return state, (ShowNote(Note.HIDDEN_FIELD if secret else Note.PRIVATE),)
    number = state.count + 1
    reviewed = recorder.is_reviewed(event, target, state.settings)
    new, effects = machine.begin(
        Utterance(
            number,
            target,
            event.at,
            state.settings,
            local_installed=state.local_installed,
            left=state.away,
            review=reviewed,
            open=reviewed,
        )
    )
    begun = replace(state, count=number, recording=number, utterances=(*state.utterances, new))
    # What waits for the keys may wait on: the hotkey is held for this one.
    waiting = tuple(StopTimer(u.number, "held") for u in state.utterances if _waits(u))
    return begun, (*effects, *waiting)


def _release(state: Dictation, how: Callable[[Utterance], machine.Step]) -> Step:
    number = state.recording
    if number is None:
        return state, ()
    state, effects = _one(replace(state, recording=None), number, how)
    return state, (*effects, *_limit_waiting(state))


def _cancel(state: Dictation, at: float) -> Step:
    if state.recording is not None:
        return _release(state, lambda u: machine.cancel(u, at))
    for u in reversed(state.utterances):
        late = u.phase is Phase.KEPT and u.streaming is Streaming.READING
        if u.pending or late:
            return _one(state, u.number, lambda found: machine.cancel(found, at))
    return state, ()


def _limit_waiting(state: Dictation) -> tuple[Effect, ...]:
    """Nobody records: what waits for the keys does not wait for ever."""
    limit_s = _held_limit_s(state)
    return tuple(StartTimer(u.number, "held", limit_s) for u in state.utterances if _waits(u))


def _held_limit_s(state: Dictation) -> float:
    return HOTKEY_LIMIT_S if _held(state) else HELD_LIMIT_S


def _waits(u: Utterance) -> bool:
    return u.phase is Phase.DELIVERING and not u.typing


def _one(state: Dictation, number: int, how: Callable[[Utterance], machine.Step]) -> Step:
    """Let one utterance step; the microphone is free when it is no longer heard."""
    before = state.get(number)
    if before is None:
        return state, ()
    after, effects = how(before)
    if after is before:
        return state, effects
    utterances = tuple(after if u.number == number else u for u in state.utterances)
    state = replace(state, utterances=utterances)
    over = after.phase is not Phase.HEARING or after.released_at is not None
    if state.recording == number and over:
        state, held = _release(state, lambda u: (u, ()))
        effects = (*effects, *held)
    return state, effects


def _take_turns(state: Dictation) -> Step:
    """Deliver what is ready and has nothing pending before it."""
    effects: tuple[Effect, ...] = ()
    for u in state.utterances:
        if u.phase is Phase.READY:
            state, more = _one(state, u.number, lambda found: machine.deliver(found, found.target))
            effects = (*effects, *more)
            if state.recording is None:
                effects = (*effects, StartTimer(u.number, "held", _held_limit_s(state)))
        if u.pending:
            break
    return state, effects


def _watch_cancel(state: Dictation) -> Step:
    wanted = state.recording is not None or any(
        u.phase is Phase.DELIVERING for u in state.utterances
    )
    if wanted == state.watching:
        return state, ()
    return replace(state, watching=wanted), (WatchCancel(wanted),)


def _prune(state: Dictation) -> Dictation:
    """Let go of what is over; remember the newest that had an outcome."""
    shown = (Phase.DONE, Phase.KEPT, Phase.CANCELLED)
    last = state.last
    for u in state.utterances:
        if u.phase in shown and (last is None or u.number >= last.number):
            last = u
    utterances = tuple(u for u in state.utterances if not u.prunable)
    if last is state.last and len(utterances) == len(state.utterances):
        return state
    return replace(state, utterances=utterances, last=last)


def abandon(state: Dictation, at: float) -> Step:
    """The program ends: stop what is spoken and keep everything that has not ended."""
    effects: list[Effect] = []
    for u in state.utterances:
        if u.phase is Phase.HEARING and u.released_at is None:
            effects.append(StopRecording(u.number, at, EndKind.COMPLETE))
        if u.phase is Phase.DELIVERING:
            effects.append(HaltDelivery(u.number))
        effects.extend((*review.unsaved(u), *machine.no_timers(u)))
    return state, tuple(effects)
