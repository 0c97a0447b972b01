"""Several processes on one screen."""

import os

import pytest

from councilgov.local.output import Output, Voice


@pytest.fixture
def output():
    speakers = Output()
    yield speakers
    for key in list(speakers.pipes.get_map().values()):
        os.close(key.fd)
    speakers.pipes.close()


def test_every_line_has_the_name_of_its_speaker_in_front(output, capsys):
    with output.pipe("web") as web, output.pipe("worker") as worker:
        os.write(web.fileno(), b"one\ntwo\n")
        os.write(worker.fileno(), b"three\n")
        output.relay(1)

    said = capsys.readouterr().out.splitlines()
    assert sorted(said) == ["web     | one", "web     | two", "worker  | three"]


def test_a_line_is_shown_when_it_is_finished(output, capsys):
    with output.pipe("web") as web:
        os.write(web.fileno(), b"half")
        output.relay(1)
        assert capsys.readouterr().out == ""

        os.write(web.fileno(), b" a line\n")
        output.relay(1)

    assert capsys.readouterr().out == "web     | half a line\n"


def test_the_last_words_of_a_process_that_died_are_shown(output, capsys):
    with output.pipe("web") as web:
        os.write(web.fileno(), b"Segmentation")

    output.relay(1)

    assert capsys.readouterr().out == "web     | Segmentation\n"
    assert not output.pipes.get_map(), "it is not listened to any more"


def test_bytes_that_are_no_text_stop_nothing(output, capsys):
    with output.pipe("web") as web:
        os.write(web.fileno(), b"\xff\xfe\n")

    output.relay(1)

    assert capsys.readouterr().out == "web     | \ufffd\ufffd\n"


def test_silence_is_waited_for_no_longer_than_asked(output):
    with output.pipe("web"):
        output.relay(0.01)


def test_an_empty_line_is_a_line():
    assert Voice("web").lines(b"\n\nx") == [b"", b""]
