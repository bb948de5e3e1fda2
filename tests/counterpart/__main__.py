"""Starts the counterpart: one port for the exchange, one to tell it how to behave."""

import argparse
import signal
import ssl
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

from tests.counterpart.behaviour import Behaviour
from tests.counterpart.book import Book
from tests.counterpart.control import control_handler
from tests.counterpart.exchange import exchange_handler
from tests.counterpart.keys import load_or_make


def main() -> None:
    """Serve until told to stop. Prints one line when both ports are open."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    book, behaviour = Book(options.folder), Behaviour()
    key = load_or_make(options.folder)
    exchange = ThreadingHTTPServer(
        (options.host, options.port), exchange_handler(book, behaviour, key)
    )
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.certificate_key)
        exchange.socket = context.wrap_socket(
            exchange.socket, server_side=True, do_handshake_on_connect=False
        )
    control = ThreadingHTTPServer(
        (options.host, options.control), control_handler(book, behaviour, key)
    )
    for server in (exchange, control):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"ready {exchange.server_port} {control.server_port}\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.counterpart", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="of the exchange; 0: any free one")
    parser.add_argument("--control", type=int, default=0, help="of the control address")
    parser.add_argument("--folder", type=Path, required=True, help="receipts and the key stay here")
    parser.add_argument("--certificate", help="PEM; with it the exchange speaks TLS")
    parser.add_argument("--certificate-key", help="PEM")
    options = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    return options


main()
