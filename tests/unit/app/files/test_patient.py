import threading

from qwen_dictate.app.files.patient import LIMITS, MOST_WAITING, Patient
from qwen_dictate.core.errors import ServiceError
from qwen_dictate.core.segments import Limits
from tests.support.waiting import wait_until


class Engine:
    name = "engine"
    limits = Limits(45, 55)

    def __init__(self):
        self.sent = 0

    def open(self, listener):
        self.listener = listener

    def send(self, pcm):
        self.sent += len(pcm)

    def commit(self):
        pass

    def close(self, limit_s):
        pass

    def abort(self):
        pass


class Listener:
    def __init__(self):
        self.finals = []

    def partial(self, settled, tentative):
        raise AssertionError("nobody asked")

    def final(self, segment, text, language):
        self.finals.append(text)

    def failed(self, error):
        self.error = error


def waiting():
    """A patient one with as many commits as may wait, and a send that waits for an answer."""
    engine, listener = Engine(), Listener()
    patient = Patient(engine)
    patient.open(listener)
    for _ in range(MOST_WAITING):
        patient.send(b"1234")
        patient.commit()
    sending = threading.Thread(target=patient.send, args=(b"1234",), daemon=True)
    sending.start()
    sending.join(0.2)
    assert sending.is_alive()
    assert engine.sent == 4 * MOST_WAITING
    return engine, listener, patient, sending


def test_no_more_is_sent_than_is_answered():
    engine, listener, _, sending = waiting()
    engine.listener.partial("", "one")
    engine.listener.final(0, "one", "en")
    wait_until(lambda: not sending.is_alive(), 10, "it still waits")
    assert engine.sent == 4 * MOST_WAITING + 4
    assert listener.finals == ["one"]


def test_a_failure_or_an_end_from_outside_frees_what_waits():
    engine, listener, _, sending = waiting()
    engine.listener.failed(ServiceError("No."))
    wait_until(lambda: not sending.is_alive(), 10, "it still waits")
    assert str(listener.error) == "No."
    _, _, patient, sending = waiting()
    patient.abort()
    wait_until(lambda: not sending.is_alive(), 10, "it still waits")


def test_a_line_ends_at_a_pause_long_before_the_limit_of_the_engine():
    assert Patient(Engine()).limits == LIMITS
