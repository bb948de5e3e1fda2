"""A process of the web server that is told to stop while it still starts ends at once.

The web server starts its processes with its own handlers, which only note a signal; the
graceful ones come once the application is loaded. In between a signal would be lost, and the
process be killed only when its time to stop has run out.
"""

import signal
from multiprocessing import parent_process

if parent_process() is not None:  # forked to serve, as the first thing it imports
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
