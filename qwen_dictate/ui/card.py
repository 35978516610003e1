"""Cards of kept texts: what was said and not delivered waits here until somebody decides.

A card stays the same widget while its utterance is kept, so that a late text or another card
never takes the focus away. Runs in: GUI thread.
"""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qwen_dictate.ui.controls import button, label, name_button, set_role
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.mark_view import MarkView
from qwen_dictate.ui.marks import Mark
from qwen_dictate.ui.state import Card, ViewState, Wishes


class CardView(QFrame):
    """One kept text and what may be done with it."""

    def __init__(self, card: Card, wishes: Wishes, look: Look) -> None:
        super().__init__()
        set_role(self, "kept")
        self._wishes = wishes
        self.card = card
        self.mark = MarkView(look.style)
        self.mark.show_mark(Mark.KEPT)
        self.reason = label("title", wrap=True)
        self.text = label(wrap=True, selectable=True)
        self.doubt = label("warn", wrap=True)
        self.insert = button("main", self._insert)
        self.edit = button("", self._edit)
        self.copy = button("", self._copy)
        self.retry = button("", self._retry)
        self.play = button("", self._play)
        self.dismiss = button("quiet", self._dismiss)
        self._column = QVBoxLayout(self)
        self._heading = QHBoxLayout()
        self._heading.addWidget(self.mark)
        self._heading.addWidget(self.reason, 1)
        self._column.addLayout(self._heading)
        self._column.addWidget(self.text)
        self._column.addWidget(self.doubt)
        self._row = QHBoxLayout()
        for made in (self.insert, self.edit, self.copy, self.retry, self.play):
            self._row.addWidget(made)
        self._row.addStretch(1)
        self._row.addWidget(self.dismiss)
        self._column.addLayout(self._row)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.near, style.gap, style.near)
        self._column.setSpacing(style.near)
        self._heading.setSpacing(style.near)
        self._row.setSpacing(style.tight)
        self.mark.use(style)
        name_button(
            self.insert,
            say("&Insert here"),
            hint=say("Put this text into the window that you used last"),
        )
        name_button(self.edit, say("&Edit"), hint=say("Change the text before it is inserted"))
        name_button(self.copy, say("C&opy"))
        name_button(self.retry, say("Re&try"), hint=say("Recognise the recording again"))
        name_button(self.dismiss, say("&Keep"), hint=say("The card goes; text and sound stay"))
        self.show_card(self.card)

    def show_card(self, card: Card) -> None:
        """Show the card as it is now."""
        self.card = card
        say = self._look.say
        reason = say.sentence(card.reason)
        if card.app:
            reason = say("For {app}: {reason}", app=card.app, reason=reason)
        self.reason.setText(reason)
        self.text.setText(card.text or say("Not recognised yet. The recording is safe."))
        self.doubt.setText(say("Perhaps it was typed already: look before you insert it."))
        self.doubt.setVisible(card.perhaps_typed)
        self.insert.setVisible(bool(card.text))
        self.edit.setVisible(bool(card.text))
        self.copy.setVisible(bool(card.text))
        self.retry.setVisible(card.can_retry)
        self.play.setVisible(card.can_play)
        words = say("Stop pla&ying") if card.playing else say("Pla&y")
        name_button(self.play, words, hint=say("Hear the recording"))
        self.setAccessibleName(say("Kept text: {reason}", reason=reason))

    def _insert(self) -> None:
        self._wishes.insert(self.card.utterance)

    def _edit(self) -> None:
        self._wishes.open_card(self.card.utterance, True)

    def _copy(self) -> None:
        self._wishes.copy(self.card.text)

    def _retry(self) -> None:
        self._wishes.retry(self.card.history_id)

    def _play(self) -> None:
        self._wishes.play(self.card.history_id)

    def _dismiss(self) -> None:
        self._wishes.dismiss(self.card.utterance)


class CardList(QWidget):
    """All cards, in the order in which the state gives them."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        set_role(self, "page")
        self._wishes = wishes
        self._shown: tuple[Card, ...] = ()
        self._views: dict[int, CardView] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.use(look)

    @property
    def views(self) -> tuple[CardView, ...]:
        """From top to bottom."""
        return tuple(self._views[card.utterance] for card in self._shown)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        self._column.setSpacing(look.style.near)
        for view in self._views.values():
            view.use(look)

    def show_state(self, state: ViewState) -> None:
        """Show the cards of a state."""
        if state.cards == self._shown:
            return
        numbers = {card.utterance for card in state.cards}
        for number in [number for number in self._views if number not in numbers]:
            gone = self._views.pop(number)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, card in enumerate(state.cards):
            self._show_card(place, card)
        self._shown = state.cards

    def _show_card(self, place: int, card: Card) -> None:
        view = self._views.get(card.utterance)
        if view is None:
            view = self._views[card.utterance] = CardView(card, self._wishes, self._look)
        elif view.card != card:
            view.show_card(card)
        if self._column.indexOf(view) != place:
            self._column.insertWidget(place, view)
