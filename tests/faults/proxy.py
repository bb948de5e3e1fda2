"""A line between the service and a server that can be made slow, silent, dead or broken."""

import asyncio
import contextlib
import socket
import struct
import threading
from enum import StrEnum
from typing import Any

CHUNK_BYTES = 16 * 1024
SLOW_SECONDS = 0.05
LINGER_NOT = struct.pack("ii", 1, 0)
"""SO_LINGER by which a closed connection is reset."""


class Mode(StrEnum):
    """What the line does with what comes."""

    passing = "passing"
    slow = "slow"
    """Every piece arrives late."""
    silent = "silent"
    """Takes everything, and passes nothing on: half open. What it took is lost for good."""
    refusing = "refusing"
    """New connections are reset, those there are as well."""


class Proxy:
    """Listens on a port of this machine and connects to a server's unix socket."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.mode = Mode.passing
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def turn(self, mode: Mode) -> None:
        """Behave like that from now on. What was silent stays dead: its lines are reset."""
        was, self.mode = self.mode, mode
        if mode is Mode.refusing or (was is Mode.silent and mode is Mode.passing):
            self._loop.call_soon_threadsafe(self._reset_all)

    @property
    def open_lines(self) -> int:
        """Connections there are, both ends counted."""
        return len(self._writers)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._accept, "127.0.0.1", self.port)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode is Mode.refusing:
            _reset(writer)
            return
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(self.target)
        except OSError:
            _reset(writer)
            return
        for one, other in ((reader, far_writer), (far_reader, writer)):
            task = self._loop.create_task(self._carry(one, other))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._writers |= {writer, far_writer}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK_BYTES):
                if self.mode is Mode.slow:
                    await asyncio.sleep(SLOW_SECONDS)
                if self.mode is not Mode.silent:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    def _reset_all(self) -> None:
        for writer in list(self._writers):
            _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    line: Any = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    writer.transport.abort()
