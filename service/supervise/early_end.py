"""A process of the web server that is told to stop while it still starts ends at once.

The web server starts its processes with its own handlers, which only note a signal; the
graceful ones come once the application is loaded. In between a signal would be lost, and the
process go on to serve until it is killed when its time to stop has run out. What was noted
before this was imported is told again.
"""

import os
import signal
from multiprocessing import parent_process

if parent_process() is not None:  # forked to serve, as the first thing it imports
    for number in (signal.SIGTERM, signal.SIGINT):
        server = getattr(signal.getsignal(number), "__self__", None)
        signal.signal(number, signal.SIG_DFL)
        if getattr(server, "interrupt_signal", False):
            os.kill(os.getpid(), number)
