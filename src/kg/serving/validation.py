"""The routes of validation: ``GET /validate`` the page (or its facts as JSON), ``POST /validate`` the report."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg import explaining, requirements
from kg.serving import checking, fields, negotiation, page, problem, submission, texts
from kg.serving.limits import Limits
from kg.serving.pool import Pool, busy
from kg.serving.problem import ServingError

PATH = "validate"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


class Validation:
    """The routes, with the pool of workers that they use."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.pool = Pool(limits)
        self._inside = 0

    def routes(self) -> list[Route]:
        """The routes of validation, for an application of its own or a larger one."""
        return [
            Route(f"/{PATH}", self.show, methods=["GET"], name="validation"),
            Route(f"/{PATH}", self.validate, methods=["POST"]),
            Route("/explain/{code}", self.explain, methods=["GET"], name="explanation"),
        ]

    async def show(self, request: Request) -> Response:
        """The form; for who wants JSON, what can be asked for."""
        language = spoken(request)
        kind = negotiation.of_words(request.query_params.get("format", ""), request.headers.get("accept", ""), "html")
        if kind == "json":
            return JSONResponse(self.facts(language))
        if kind == "text":
            return Response(self.words(language), headers={"Content-Language": language}, media_type="text/plain")
        return html(page.form(request, self.limits, language, home(request), str(request.url.replace(query=None))), language)

    def facts(self, language: str) -> dict[str, object]:
        """What can be asked for, and the limits."""
        return {
            "fields": fields.listed(language),
            "shapes": list(checking.names()),
            "formats": {name: form.media[0] for name, form in negotiation.FORMS.items()},
            "data": {name: form.media_type for name, form in fields.FORMS.items()},
            "fail_on": list(fields.SEVERITIES),
            "languages": list(negotiation.LANGUAGES),
            "limits": {"seconds": self.limits.time, "memory_mb": self.limits.memory, "upload_mb": self.limits.size},
        }

    def words(self, language: str) -> str:
        """The same for people at a terminal."""
        limits = texts.say("limits", time=f"{self.limits.time:g}", memory=self.limits.memory, size=self.limits.size)
        lines = [texts.say("title")[language], texts.say("fields")[language], ""]
        for name, told in fields.listed(language).items():
            lines += [f"{name}: {told['about']}", *([f"    {', '.join(told['values'])}"] if told["values"] else [])]
        return "\n".join([*lines, "", limits[language], ""])

    async def validate(self, request: Request) -> Response:
        """The report on what was sent. Status 200; 422 where ``fail_on`` was asked for and the report fails by it."""
        if self._inside >= self.limits.workers + self.limits.waiting:
            raise busy()
        self._inside += 1
        try:
            sent = await submission.read(request, self.limits)
            job = sent.job(request, self.limits, home(request) + PATH)
            reply = await self.pool.run(job)
        finally:
            self._inside -= 1
        form = negotiation.FORMS[job.format]
        asked = bool(sent.fields.get("fail_on"))
        headers = {
            "Content-Disposition": f'inline; filename="report.{form.ending}"',
            "Content-Language": job.language,
            "Validation-Verdict": "fail" if reply.fails else "pass",
            "Validation-Conforms": "true" if reply.conforms else "false",
        }
        if job.format == "html":
            found = _POLICY.search(reply.body.decode("utf-8")[:4000])
            # The page says which style and script are its own; without that nothing may run.
            headers["Content-Security-Policy"] = (_unescaped(found[1]) if found else "default-src 'none'") + "; frame-ancestors 'none'"
        status = HTTPStatus.UNPROCESSABLE_ENTITY if asked and reply.fails else HTTPStatus.OK
        return Response(reply.body, status, headers, form.type)

    async def explain(self, request: Request) -> Response:
        """Cause and repair of a code, or what a requirement of the shapes demands, as ``kg explain`` says them."""
        code, language = explaining.canonical(request.path_params["code"]), spoken(request)
        if code in explaining.explanations():
            found, tongue = explaining.section(code, language)
        elif code in await run_in_threadpool(_numbers):
            found, tongue = await run_in_threadpool(_requirement, code, language), language
        else:
            raise ServingError("KG807", "no message carries this code", status=HTTPStatus.NOT_FOUND, mend="copy the code from the message")
        if negotiation.of_words(request.query_params.get("format", ""), request.headers.get("accept", ""), "text") != "html":
            return Response(found, headers={"Content-Language": tongue}, media_type="text/plain")
        return html(page.explanation(request, code, found, tongue, language, home(request)), language)


async def to_form(request: Request) -> Response:
    """``GET /`` leads to the form where nothing else is served."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{home(request)}{PATH}{query}", HTTPStatus.SEE_OTHER)


def failed(request: Request, error: ServingError) -> Response:
    """A problem in the form that the client accepts."""
    asked = getattr(request.state, "format", "") or request.query_params.get("format", "")
    kind = negotiation.of_words(asked, request.headers.get("accept", ""))
    language = getattr(request.state, "language", "") or spoken(request)
    error = problem.spoken(error, language) if language != "en" else error
    if kind == "html":
        answer = html(page.problem(request, error, language, home(request)), language)
    elif kind == "text":
        answer = Response(problem.as_text(error), media_type="text/plain")
    else:
        answer = Response(problem.as_json(error, home(request)).encode("utf-8", "replace"), media_type=problem.JSON)
    answer.status_code = error.status
    answer.headers.update({"Content-Language": language} | error.headers)
    return answer


def html(text: str, language: str) -> Response:
    """A page of ours, with its policy."""
    headers = {"Content-Security-Policy": page.policy(), "Content-Language": language}
    return Response(text.encode("utf-8", "replace"), headers=headers, media_type="text/html")


def home(request: Request) -> str:
    """Where the service is served, with a slash at the end: the base URL of a release, else the path."""
    published = getattr(request.app.state, "release", None)
    if published is not None:
        return str(published.base_url)
    return str(request.scope.get("root_path", "")).rstrip("/") + "/"


def spoken(request: Request) -> str:
    """The language of a page."""
    asked = request.query_params.get("lang") or request.query_params.get("language", "")
    return negotiation.language(asked, request.headers.get("accept-language", ""))


@cache
def _numbers() -> frozenset[str]:
    return frozenset(requirements.numbers())


@cache
def _requirement(number: str, language: str) -> str:
    return requirements.explain(number, [language]) or ""


def _unescaped(text: str) -> str:
    return text.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
