"""One simulated afternoon of dictation: the real machine, a virtual clock, everything else made up.

A user presses, cancels, locks the screen and walks away at random. Since each word has a number,
it is known of every text whether it is whole, in order, and typed once.
"""

from qwen_dictate.core import dictation
from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.utterance import Phase, Utterance
from tests.integration.core.edges import TARGETS, UNFINISHED, Edges, Take


class Simulation(Edges):
    """Run it with ``run``; what must be true at the end is asserted there."""

    # The user

    def press(self, target: ev.Target | None) -> None:
        if not self.key_down:
            self.key_down = True
            self.tell(ev.KeyEdge(True, self.at, target))

    def release(self) -> None:
        if self.key_down:
            self.key_down = False
            self.released = self.at
            self.tell(ev.KeyEdge(False, self.at))

    def cancel(self) -> None:
        self.tell(ev.CancelWanted(self.at))

    def other_key(self) -> None:
        if self.key_down:
            number = self.state.recording
            if number is not None:
                take = self.takes[number]
                take.dropped = not take.heard
            self.tell(ev.KeyUsedOtherwise(self.at))

    def lock(self) -> None:
        self.tell(ev.KeyboardTaken(self.at))

    def leave(self) -> None:
        """The screen is locked, or the computer sleeps: nothing may be typed until then."""
        self.tell(ev.UserAway(on=True, at=self.at, asleep=self.chance.random() < 0.5))
        self.after(self.chance.uniform(0, 20), self.come_back)

    def come_back(self) -> None:
        self.tell(ev.UserAway(on=False, at=self.at))

    def verb_end(self) -> None:
        self.released = self.at
        self.tell(ev.EndWanted(self.at))

    def answer_cards(self) -> None:
        """Each kept one: typed here, tried again, dismissed, or left."""
        self.come_back()
        for u in self.state.utterances:
            if u.phase is Phase.KEPT and not self.lane:
                self._answer(u)

    def _answer(self, u: Utterance) -> None:
        what = self.chance.random()
        if what < 0.4:
            if not u.text:
                self.forgiven.add(u.number)  # an open review: the user has seen enough
            self.chosen[u.number] = TARGETS[0]
            self.tell(ev.InsertWanted(u.number, TARGETS[0], self.at))
        elif what < 0.7:
            if self.typed.get(u.number):
                self.forgiven.add(u.number)  # the user wants the whole again
            self.tell(ev.RetryWanted(u.number, self.at))
        elif what < 0.8:
            self.forgiven.add(u.number)
            self.tell(ev.Dismissed(u.number, self.at))

    # A whole run

    def run(self) -> None:
        """The afternoon, then a quiet evening in which the network is good; then the account."""
        chance = self.chance
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            self._one_press()
        if chance.random() < 0.05:
            return self._program_ends()
        self._come_to_rest()
        self.answer_cards()
        self.play(self.at + 20)
        self.weather = 0.0
        self.play(self.at + 200)
        return self._account()

    def _one_press(self) -> None:
        chance = self.chance
        self.after(0, self.press, chance.choice(TARGETS))
        held = chance.choice((0.2, chance.uniform(0.3, 2), chance.uniform(1, 12)))
        self.after(held, self.release)
        luck = chance.random()
        if luck < 0.35:
            acts = (self.cancel, self.other_key, self.lock, self.leave, self.verb_end)
            self.after(chance.uniform(0, held * 1.5), chance.choice(acts))
        self.play(self.at + held + chance.choice((0.01, chance.uniform(0, 3), 20.0)))

    def _come_to_rest(self) -> None:
        self.release()
        if self.state.recording is not None:
            if self.chance.random() < 0.2:
                self.play(self.at + 301)  # a toggle that nobody ends
            else:
                self.verb_end()
        number = len(self.takes)
        self.play(self.at + 14.0 + number * 1.0)
        assert self.state.pending == 0, "text, card or error in time"

    def _program_ends(self) -> None:
        """Quit or a kill: all that has words is found at the next start."""
        self.state, orders = dictation.abandon(self.state, self.at)
        stops = [order.utterance for order in orders if isinstance(order, fx.StopRecording)]
        still = [t for t in self.takes.values() if t.seconds is None and t.stop_kind is None]
        assert stops == [take.number for take in still], "what is spoken gets its end mark"
        for u in self.state.utterances:
            if u.pending and u.phase is not Phase.READY:
                assert self.rows[u.number] in UNFINISHED

    def _account(self) -> None:
        assert self.state.pending == 0
        assert self.state.recording is None
        assert not self.state.watching
        assert not self.timers, self.timers
        assert all(take.seconds is not None for take in self.takes.values()), "every end mark"
        for take in self.takes.values():
            if take.number not in self.removed | self.forgiven | self.cancelled:
                self._whole(take)

    def _whole(self, take: Take) -> None:
        assert take.seconds is not None
        words = " ".join(take.words(0, take.seconds))
        typed = self.typed.get(take.number, "")
        if self.rows[take.number] == "delivered":
            assert typed == words, (typed, words)
            return
        u = self.state.get(take.number)
        assert u is not None, "offered"
        assert u.phase is Phase.KEPT
        assert not u.text or typed + u.text == words, (typed, u.text, words)
