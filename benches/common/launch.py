"""Runs a command; writes wall seconds, processor seconds and peak memory in MB to the file descriptor named first.

A process of its own and a small one: the kernel counts what the parent has in memory for the peak of a new process.
"""
import os
import sys
import time

descriptor, command = int(sys.argv[1]), sys.argv[2:]
start = time.monotonic()
process = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, descriptor)])
_, status, used = os.wait4(process, 0)
wall = time.monotonic() - start
os.write(descriptor, f"{wall} {used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}".encode())
sys.exit(0 if status == 0 else 1)
