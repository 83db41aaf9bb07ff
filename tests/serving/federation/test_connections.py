"""Where the processes of a server connect to, as the kernel sees it: to what is allowed, and to nothing else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from elsewhere import Partner, strange

P = "PREFIX e: <http://e/> PREFIX p: <http://partner/> "
COMMAND = Path(sys.executable).with_name("kg")


@pytest.mark.check
def test_nothing_but_the_allowed_address_is_connected_to(ours: Path, other: Partner, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with strange(lambda connection: None) as (forbidden, heard):
        command = [
            "strace",
            "-f",
            "-e",
            "trace=connect,sendto,sendmsg",
            "-o",
            trace,
            COMMAND,
            "serve",
            ours,
            "--port",
            "0",
            "--workers",
            "2",
        ]
        process = subprocess.Popen(
            [*command, "--allow-service", other.address], stdout=subprocess.PIPE, text=True, env=os.environ | {"HTTP_PROXY": forbidden}
        )
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            for query in (
                f"SELECT * {{ ?s e:ours ?o SERVICE <{other.address}> {{ ?s p:value ?v }} }}",
                f"SELECT * {{ VALUES ?w {{ <{other.address}> }} SERVICE ?w {{ ?s p:value ?v }} }}",
                f"SELECT * {{ VALUES ?w {{ <{forbidden}> }} SERVICE ?w {{ ?s p:value ?v }} }}",
                f"SELECT * {{ SERVICE SILENT <{forbidden}> {{ ?s p:value ?v }} }}",
                f"SELECT * {{ SERVICE <http://user@127.0.0.1:{forbidden.rpartition(':')[2]}> {{ ?s p:value ?v }} }}",
                f"PREFIX b: <http://e/> SELECT * {{ FILTER(?a<b:c('>x')) {{ SERVICE <{forbidden}> {{ ?s ?p '' }} }} }}",
                f"SELECT * {{ SERVICE <{other.address}> {{ SERVICE <{forbidden}> {{ ?s p:value ?v }} }} }}",
                f"SELECT * FROM <{forbidden}> {{ ?s ?p ?o }}",
            ):
                answer = httpx.get(f"{address}sparql", params={"query": P + query}, timeout=60, trust_env=False)
                assert answer.status_code in (200, 400, 403, 422), answer.text
        finally:
            below = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for pid in below:
                os.kill(int(pid), signal.SIGTERM)
            process.communicate(timeout=30)
        assert heard == []
    said = trace.read_text(errors="replace")
    places = set(re.findall(r"connect\([0-9]+, \{sa_family=AF_INET6?, sin6?_port=htons\(([0-9]+)\)[^}]*", said))
    assert places == {other.address.rpartition(":")[2].partition("/")[0]}
    assert not re.findall(r"send(?:to|msg)\([^\n]*sa_family=AF_INET", said)
