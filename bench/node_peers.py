"""Packages of npm that are measured beside us: fetched once, into a cache
folder outside of the source tree. Called by the benches."""
import os
import shutil
import subprocess

# What was measured last; npm takes care of what they need.
VERSIONS = {
    "bullmq": "6.7.0",
    "email-reply-parser": "2.3.7",
    "ioredis": "6.0.0",
    "mailparser": "3.9.31",
    "nodemailer": "10.6.0",
    "undici": "7.30.2",
}


def cache_folder():
    """DRIPSCORE_BENCH_NODE, or a folder of ours in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
    return os.environ.get("DRIPSCORE_BENCH_NODE",
                          os.path.join(base, "dripscore-bench"))


def is_there(folder, name):
    return os.path.isdir(os.path.join(folder, "node_modules", name))


def environment(*names):
    """What `node` needs to find these packages; None: they are not to be
    had, and why was said."""
    folder = cache_folder()
    missing = [name for name in names if not is_there(folder, name)]
    if shutil.which("node") is None:
        print("(no node here: %s is not measured)" % ", ".join(names))
        return None
    if missing and shutil.which("npm") is not None:
        os.makedirs(folder, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund",
             "--ignore-scripts"] +
            ["%s@%s" % (name, VERSIONS[name]) for name in missing],
            cwd=folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, check=False)
        missing = [name for name in names if not is_there(folder, name)]
    if missing:
        print("(npm brought no %s: not measured)" % ", ".join(missing))
        return None
    return dict(os.environ,
                NODE_PATH=os.path.join(folder, "node_modules"))
