"""Become another program that ends with its parent and, where asked, is not root.

Run as a script (`python -I -S launch.py OPTIONS -- PROGRAM ARGUMENTS`) and therefore
made of the standard library alone. It exists because a new process must change itself
between fork and exec, and doing that inside the parent's own interpreter is not safe
when the parent has threads.

Identities, for PostgreSQL, which refuses to run as root:
  same    keep the user we have
  mapped  a user namespace in which our files are those of an ordinary user;
          nothing on disk changes hands and no privilege is left
  nobody  the system's unprivileged user, allowed to pass through folders of root
"""

import argparse
import ctypes
import os
import signal
import sys
from pathlib import Path

NOBODY_ID = 65534
IDENTITIES = ("same", "mapped", "nobody")
EXIT_REFUSED = 71
"""The system did not let us take the identity (EX_OSERR of sysexits.h)."""

# From <sched.h>, <linux/prctl.h>, <linux/capability.h>, <linux/securebits.h>.
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_SET_SECUREBITS, PR_CAP_AMBIENT = 1, 8, 28, 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
CAPABILITY_VERSION_3 = 0x20080522


def main(arguments: list[str]) -> None:
    """Take the identity, tie our life to the parent's, and exec the program."""
    options = _options(arguments)
    try:
        take_identity(options.identity)
        if options.folder:
            os.listdir(options.folder)  # noqa: PTH208 - only whether we may look is of interest
    except OSError as error:
        sys.stderr.write(f"identity '{options.identity}' is not possible here: {error}\n")
        sys.exit(EXIT_REFUSED)
    _default_signals()
    # Last, because a change of identity clears it.
    end_with_parent(options.die_with)
    if os.getppid() != options.parent:
        sys.exit(0)  # the parent ended before the tie was made
    os.execv(options.program[0], options.program)  # noqa: S606 - replaced, no shell


def _default_signals() -> None:
    """What Python, a shell's `&` or our parent ignored or blocked must reach the program."""
    for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--die-with", type=int, default=signal.SIGTERM)
    parser.add_argument("--identity", choices=IDENTITIES, default="same")
    parser.add_argument("--folder", default="")
    parser.add_argument("program", nargs="+")
    return parser.parse_args(arguments)


def end_with_parent(signal_number: int) -> None:
    """Ask the kernel for `signal_number` when the parent thread ends (Linux only)."""
    if sys.platform == "linux":
        _call("prctl", PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def take_identity(identity: str) -> None:
    """Become the identity. Raises `OSError` where the system does not allow it."""
    if identity == "mapped":
        user, group = os.geteuid(), os.getegid()
        _call("unshare", CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{NOBODY_ID} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{NOBODY_ID} {group} 1", encoding="ascii")
        _set_capabilities(0)
    elif identity == "nobody":
        _become_nobody()


def _become_nobody() -> None:
    # Without this bit access(2), which PostgreSQL uses on its own binary, ignores capabilities.
    _call("prctl", PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    _call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY_ID, NOBODY_ID, NOBODY_ID)
    os.setresuid(NOBODY_ID, NOBODY_ID, NOBODY_ID)
    _set_capabilities(1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)


def _set_capabilities(mask: int) -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    _call("capset", header, data)


def _call(function: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


if __name__ == "__main__":
    main(sys.argv[1:])
