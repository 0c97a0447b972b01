"""What several processes say, on one screen, each line with its speaker's name in front."""

import os
import selectors
import sys
from dataclasses import dataclass
from typing import IO


@dataclass
class Voice:
    """The end of one process's pipe that we read, and the line it has not finished yet."""

    name: str
    unfinished: bytes = b""

    def lines(self, heard: bytes) -> list[bytes]:
        """The lines that are complete now; all that is left when nothing more will be heard."""
        *complete, self.unfinished = (self.unfinished + heard).split(b"\n")
        if not heard and self.unfinished:
            complete, self.unfinished = [self.unfinished], b""
        return complete


class Output:
    """Reads all pipes and writes whole lines."""

    def __init__(self) -> None:
        self.pipes = selectors.DefaultSelector()

    def pipe(self, name: str) -> IO[bytes]:
        """A pipe for the output of one process: the end to write to, which is ours to close."""
        reads, writes = os.pipe()
        self.pipes.register(reads, selectors.EVENT_READ, Voice(name))
        return os.fdopen(writes, "wb")

    def relay(self, seconds: float) -> None:
        """Wait at most this long for somebody to speak, then show everything that was said."""
        while self.pipes.get_map() and (ready := self.pipes.select(seconds)):
            for key, _ in ready:
                self.show(key)
            seconds = 0

    def show(self, key: selectors.SelectorKey) -> None:
        """Show what one process has said since; forget it when it has closed its end."""
        voice: Voice = key.data
        heard = os.read(key.fd, 65_536)
        for line in voice.lines(heard):
            sys.stdout.write(f"{voice.name:<7} | {line.decode(errors='replace')}\n")
        sys.stdout.flush()
        if not heard:
            self.pipes.unregister(key.fd)
            os.close(key.fd)
