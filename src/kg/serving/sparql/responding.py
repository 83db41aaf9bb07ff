"""A question's response: from the cache, or from an asker; its ETag, and what is said when it was cut.

The answer of a release to a question never changes, so its ETag is known before it is asked for: a client that has it gets 304, and
nothing is run (RFC 9110, sections 8.8.3 and 13.1.2). Answers that are random, tell the time or come from elsewhere have none, and are not
kept.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.release import __version__
from kg.serving.release import Release
from kg.serving.sparql.askers import Askers
from kg.serving.sparql.cache import Cache, Kept
from kg.serving.sparql.forms import Form
from kg.serving.sparql.outcome import Answer
from kg.serving.sparql.question import Question
from kg.serving.sparql.refusal import CUT, ELSEWHERE
from kg.serving.sparql.shelf import SIZE
from kg.vocabulary import vocabulary

AT_ONCE = SIZE
"""Bytes of an answer that the server takes whole, so that its asker is free again; a larger one flows at the client's pace."""
CUT_HEADER = "X-KG-Truncated"
SERVICES_HEADER = "X-KG-Services"
"""The other servers that were asked: such an answer is none of the release, and cannot be cited as one."""
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
_GONE = 499
_BRIEF = 0.01
"""Seconds after which it is looked whether the client is still there: most answers are there before."""


class Responder:
    """Makes responses for the questions about a release; ``release`` None is for a store that changes: nothing is kept, no ETag."""

    def __init__(self, askers: Askers, release: Release | None, home: str = "/", cache: Cache | None = None) -> None:
        """``home`` is where explanations are found."""
        self.askers = askers
        self.release = release
        self.home = release.base_url if release is not None else home
        self.cache = cache or Cache()

    async def respond(self, request: Request, question: Question, form: Form, name: str | None = None) -> Response:
        """The response in a form, for a file of that name. Raises :class:`ServingError` as :meth:`Askers.ask` does."""
        tag = self._tag(question, form)
        headers = self._headers(form, tag, name, request.method)
        if tag and request.method in ("GET", "HEAD") and tag in known(request.headers.get("if-none-match", "")):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        kept = self.cache.get(tag) if tag else None
        if kept is None:
            found = await self._attended(request, self._asked(question, form, request))
            if found is None:
                return Response(status_code=_GONE)  # nobody is there to read it
            if isinstance(found, Flowing):
                found.begin(headers | self._notice(found.answer.cut, found.answer.services), form.type)
                return found
            kept = found
            if tag:
                self.cache.put(tag, kept)
        return Response(kept.content, headers=headers | self._notice(kept.cut, kept.services), media_type=form.type)

    def _tag(self, question: Question, form: Form) -> str:
        if self.release is None or not question.lasting:
            return ""
        return question.tag(self.release.id, __version__, self.home, self.askers.bounds.rows, form.name)

    def _headers(self, form: Form, tag: str, name: str | None, method: str) -> dict[str, str]:
        said = {"Vary": "Accept"}
        said["Cache-Control"] = "public, no-cache" if tag else "no-store"
        if tag and method in ("GET", "HEAD"):
            said["ETag"] = f'"{tag}"'
        if name is not None:
            plain = _STRANGE.sub("-", name)[:100].strip("-.") or "answer"
            said["Content-Disposition"] = f'inline; filename="{plain}.{form.ending}"'
        return said

    def _notice(self, cut: bool, services: Mapping[str, bool]) -> dict[str, str]:
        said: dict[str, str] = {}
        codes = [CUT] * cut + [ELSEWHERE] * bool(services)
        if cut:
            said[CUT_HEADER] = f"limit={self.askers.bounds.rows}"
        if services:
            said[SERVICES_HEADER] = ", ".join(f"<{where}>" + ("" if answered else "; failed") for where, answered in services.items())
        if codes:
            said["Link"] = ", ".join(f'<{self.home}explain/{code}>; rel="help"' for code in codes)
        return said

    @property
    def _explanation(self) -> str:
        return f"{self.home}explain/{CUT}"

    async def _asked(self, question: Question, form: Form, request: Request) -> Kept | Flowing:
        asked = {
            "text": question.text,
            "kind": question.kind,
            "form": form.name,
            "default_graphs": question.default_graphs,
            "named_graphs": question.named_graphs,
            "prefixes": dict(vocabulary().prefixes),
            "base": vocabulary().base,
            "union": self.release is not None,
            "rows": self.askers.bounds.rows,
            "notice": self._explanation,
        }
        async with AsyncExitStack() as stack:
            answer = await stack.enter_async_context(self.askers.ask(asked, client(request)))
            if answer.size > AT_ONCE:
                return Flowing(answer, stack.pop_all(), self.askers.bounds.sending)
            return Kept(await answer.whole(), answer.cut, answer.services)

    async def _attended(self, request: Request, asking: Awaitable[Kept | Flowing]) -> Kept | Flowing | None:
        """What is asked for, or None when the client goes meanwhile: its asker is killed then."""
        task, ended, left = asyncio.current_task(), False, False
        watching: asyncio.Task[None] | None = None
        assert task is not None

        def leave(watching: asyncio.Task[None]) -> None:
            nonlocal left
            if not ended and not watching.cancelled():
                left = True
                task.cancel()

        def watch() -> None:
            nonlocal watching
            watching = asyncio.ensure_future(_gone(request))
            watching.add_done_callback(leave)

        soon = asyncio.get_running_loop().call_later(_BRIEF, watch)
        try:
            return await asking
        except asyncio.CancelledError:
            if not left:
                raise
            task.uncancel()
            return None
        finally:
            ended = True
            soon.cancel()
            if watching is not None:
                watching.cancel()


class Flowing(StreamingResponse):
    """A large answer that flows at the client's pace for a limited time; where it breaks off, the connection is dropped."""

    def __init__(self, answer: Answer, holding: AsyncExitStack, time: float) -> None:
        super().__init__(self._flow())
        self.answer = answer
        self.holding = holding
        self.time = time

    def begin(self, headers: Mapping[str, str], media: str) -> None:
        """Sets the headers."""
        self.init_headers({**headers, "Content-Type": media, "Content-Length": str(self.answer.size)})

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """An ASGI application. Without its last message, the server closes the connection; a length that is not reached says the same."""
        async with self.holding:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            try:
                async with asyncio.timeout(self.time):
                    async for piece in self.body_iterator:
                        await send({"type": "http.response.body", "body": piece, "more_body": True})
            except (TimeoutError, asyncio.IncompleteReadError, OSError):
                return
        await send({"type": "http.response.body", "body": b""})

    async def _flow(self) -> AsyncIterator[bytes]:
        async with self.holding:
            async for piece in self.answer.pieces():
                yield piece


def known(header: str) -> set[str]:
    """The entity tags of an If-None-Match header; weak ones count (RFC 9110, section 13.1.2)."""
    return set(_TAG.findall(header))


def client(request: Request) -> str:
    """Who asks: kept in memory while it asks."""
    return request.client.host if request.client else ""


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
