"""Make .venv in this checkout and install the project into it, editable: python3 .ci/bootstrap.py [EXTRA ...].

Only the standard library is needed: Debian packs ensurepip and pip apart from Python, so both may be missing.
A stamp in .venv, written last, tells what the environment was made for; an environment without one is made anew.
"""

import base64
import configparser
import fcntl
import hashlib
import html
import os
import re
import ssl
import subprocess
import sys
import tempfile
import venv
from http.client import HTTPException
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    sys.exit(
        f"error: {sys.executable} is Python {sys.version.split()[0]}, but this project needs Python 3.11 or newer; "
        "install python3.11 or name another one with `make PYTHON=/path/to/python3.11`."
    )

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
STAMP = VENV / "bootstrap.stamp"
PIP_ZIPAPP = "https://bootstrap.pypa.io/pip/pip.pyz"
PIP_WHEEL = re.compile(r"""\shref=["'](?P<url>[^"'#]*?\bpip-(?P<version>\d+(\.\d+)*)-(py2\.)?py3-none-any\.whl)#sha256=(?P<sha256>\w+)""")


def pip_setting(name: str) -> str:
    """Return what pip would take for an option: from the environment, else from its configuration files, else empty."""
    if value := os.environ.get("PIP_" + name.upper().replace("-", "_")):
        return value
    named = os.environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return ""
    folders = (os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep)
    files = [*(Path(folder, "pip/pip.conf") for folder in folders), Path("/etc/pip.conf")]
    if not Path(named).is_file():
        own = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
        files += [Path("~/.pip/pip.conf").expanduser(), Path(own, "pip/pip.conf").expanduser()]
    config = configparser.RawConfigParser()
    config.read([*files, named], encoding="utf-8")
    keys = [(section, key) for section in ("install", "global") for key in (name, name.replace("-", "_"))]
    return next((value for key in keys if (value := config.get(*key, fallback=""))), "")


def download(url: str) -> bytes:
    """Fetch an https or file address with pip's settings; a login in it goes to its host only, not to a redirect's."""
    login, _, host = urlsplit(url).netloc.rpartition("@")
    request = Request(urlsplit(url)._replace(netloc=host).geturl())
    if login:
        request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(unquote(login).encode()).decode())
    proxies = ProxyHandler({"https": proxy} if (proxy := pip_setting("proxy")) else None)
    tls = HTTPSHandler(context=ssl.create_default_context(cafile=pip_setting("cert") or None))
    timeout = float(pip_setting("timeout") or pip_setting("default-timeout") or 60)
    if not url.startswith(("https:", "file:")):
        raise ValueError("it is not an https address")
    with build_opener(proxies, tls).open(request, timeout=timeout) as answer:
        return bytes(answer.read())


def fetch_pip(source: str, folder: Path) -> Path:
    """Download a pip that runs uninstalled: the zipapp, or a package index's newest wheel with the sha256 it gives."""
    if source == PIP_ZIPAPP:
        (folder / "pip.pyz").write_bytes(download(source))
        return folder / "pip.pyz"
    page = source.rstrip("/") + ("/pip/index.html" if source.startswith("file:") else "/pip/")
    wheels = []
    for link in re.findall(r"<a\s[^>]*>", download(page).decode("utf-8", "replace")):
        wheel = PIP_WHEEL.search(html.unescape(link))
        oldest = re.search(r">=\s*3\.(\d+)", html.unescape(link))
        if wheel and "data-yanked" not in link and (not oldest or int(oldest[1]) <= sys.version_info.minor):
            wheels.append(([int(part) for part in wheel["version"].split(".")], wheel["url"], wheel["sha256"]))
    if not wheels:
        raise ValueError("it lists no pip wheel with a sha256")
    _, url, sha256 = max(wheels)
    content = download(urljoin(page, url))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("its pip wheel has not the sha256 that the link gives")
    (folder / "pip.whl").write_bytes(content)
    return folder / "pip.whl" / "pip"


def install_pip() -> None:
    """Put pip into the bare environment by the first way that works."""
    own = [PYTHON, "-m", "ensurepip", "--default-pip"]
    system = [sys.executable, "-m", "pip", "--python", PYTHON, "install", "pip"]
    if any(subprocess.run(command, check=False, capture_output=True).returncode == 0 for command in (own, system)):
        return
    failures = []
    for source in [*pip_setting("index-url").split(), *pip_setting("extra-index-url").split(), PIP_ZIPAPP]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                pip = fetch_pip(source, Path(folder))
            except (OSError, ValueError, HTTPException) as error:
                failures.append(re.sub("//[^/]*@", "//", f"{source}: {error}"))
                continue
            subprocess.run([PYTHON, pip, "install", "--quiet", "--ignore-installed", "pip"], check=True)
            return
    sys.exit(
        f"error: this Python has no pip and none could be downloaded ({'; '.join(failures)}); connect to the network, "
        "name a package index in PIP_INDEX_URL, or install the Debian package python3-venv, then run this again."
    )


def main(extras: set[str]) -> None:
    """Bring .venv up to date with this Python, the place of the checkout, pyproject.toml and the extras."""
    machine = hashlib.sha256(f"{sys.version}\n{sys.base_prefix}\n{ROOT}".encode()).hexdigest()
    project = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = STAMP.read_text().split() if STAMP.exists() else []
    whole = stamp[:1] == [machine] and os.access(PYTHON, os.X_OK)
    if whole and stamp[1:2] == [project]:
        if extras <= set(stamp[2:]):
            return
        extras |= set(stamp[2:])
    STAMP.unlink(missing_ok=True)
    if not whole:
        print("Making the virtual environment .venv", flush=True)
        venv.create(VENV, clear=True, symlinks=True)
        install_pip()
    target = "." + (f"[{','.join(sorted(extras))}]" if extras else "")
    print(f"Installing the project into .venv: pip install -e '{target}'", flush=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "-e", target], cwd=ROOT, check=True)
    STAMP.write_text("\n".join([machine, project, *sorted(extras)]))


if __name__ == "__main__":
    try:
        with Path(__file__).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            main(set(sys.argv[1:]))
    except subprocess.CalledProcessError:
        sys.exit("error: pip could not install what is needed, for the reason given above; mend it and run this again.")
    except (OSError, configparser.Error) as error:
        sys.exit(f"error: .venv could not be made: {error}; mend that and run this again.")
    except KeyboardInterrupt:
        sys.exit("error: interrupted; run the same command again to finish.")
