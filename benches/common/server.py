"""A preview server as a process: started, asked for a page, watched, ended. Needs Linux: it reads /proc."""
import http.client
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

from .machine import TICK

ANSWER = 30       # Seconds to wait for one answer.
QUIET = 0.5       # Seconds without work after which a server counts as idle.


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """`command` running in a process group of its own; `start` is the moment (monotonic seconds) it was started."""

    def __init__(self, name, command, port, log):
        self.name, self.port, self.log, self.connection = name, port, Path(log), None
        with open(self.log, "wb") as sink:
            self.start = time.monotonic()
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink,
                                            start_new_session=True)

    def get(self, path):
        """Status and body of a page, with the time at which its last byte was there; status 0 if nobody answers."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER)
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            return answer.status, answer.read(), time.monotonic()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            return 0, b"", time.monotonic()

    def wait_until_ready(self, path, limit):
        """Seconds from the start until `path` is answered."""
        while True:
            status, _, at = self.get(path)
            if status == 200:
                return at - self.start
            if self.process.poll() is not None or at - self.start > limit:
                tail = self.log.read_text(errors="replace")[-2000:]
                raise SystemExit(f"{self.name} does not answer {path} (last status {status}); it printed:\n{tail}")
            time.sleep(0.01)

    def work(self):
        """Seconds of processor time used so far."""
        total = 0
        for pid in self._family():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += int(fields[11]) + int(fields[12])
            except OSError:
                continue
        return total / TICK

    def settle(self, limit=300):
        """Waits until the server has been idle for a while."""
        end, last, since = time.monotonic() + limit, self.work(), time.monotonic()
        while (now := time.monotonic()) < end and now - since < QUIET:
            time.sleep(0.05)
            work = self.work()
            if work - last > 1 / TICK:
                last, since = work, time.monotonic()

    def peak(self):
        """Largest resident memory so far, in MB, of the one of its processes that has the most."""
        found = [0]
        for pid in self._family():
            try:
                status = Path(f"/proc/{pid}/status").read_text()
                found += [int(kb) / 1024 for kb in re.findall(r"VmHWM:\s+(\d+)", status)]
            except OSError:
                continue
        return max(found)

    def _family(self):
        found, rest = [], [self.process.pid]
        while rest:
            found.append(rest.pop())
            for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
                try:
                    rest += [int(pid) for pid in children.read_text().split()]
                except OSError:
                    continue
        return found

    def stop(self):
        for sign in (signal.SIGINT, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(20)
                return
            except ProcessLookupError:
                self.process.wait()
                return
            except subprocess.TimeoutExpired:
                continue
