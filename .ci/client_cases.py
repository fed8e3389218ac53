#!/usr/bin/env python3
"""Plays the callers of docs/clients against the function in dev mode, through a stand-in for AWS that loses answers.

    client_cases.py FUNCTION-URL PROVIDER-URL CERTIFICATE NAME=COMMAND...

FUNCTION-URL is dev mode's as production, PROVIDER-URL the mock's that it asks, CERTIFICATE a file with one for 127.0.0.1 and its key. NAME is
invoke-… for a caller that invokes, https-… for one that comes through API Gateway with a signature, and jwt-… for one
with a token.
"""

import hashlib
import hmac
import json
import os
import re
import shlex
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REGION, KEY_ID, SECRET, TOKEN = "ap-southeast-3", "AKIAEXAMPLE", "secret/with+signs", "session/token+with=signs"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"
NAME = "CANARY NAMASAYA"
IN_PROGRESS = {"status": "IN_PROGRESS", "reason": "the same question is being asked", "request_id": "r",
               "charge": "FREE", "retryable": True}
OVER_BUDGET = {"status": "BUDGET_EXHAUSTED", "reason": "the budget is used up", "request_id": "r", "charge": "FREE",
               "retryable": True}
ENVIRONMENT = {**os.environ, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": KEY_ID,
               "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN, "KTP_TOKEN": JWT}


@dataclass
class Case:
    """What is asked, what becomes of each try on the way, and what must come of it."""
    name: str
    digits: str  # the last four choose the mock's answer, see src/test/wiremock
    ends: str  # exit code and the beginning of the line
    tries: int  # requests of the caller
    sent: int  # requests at the provider
    way: tuple = ()  # of each try, see StandIn.answer; the rest simply "run"
    runs: int = 1  # of the program, all with the first one's key
    gap: tuple = (0.5, 60)  # seconds between the first try and the second
    limited_at_first: bool = False  # the provider answers RATE_LIMIT_EXCEEDED twice
    person: str = NAME  # whose name is asked for
    environment: dict = field(default_factory=dict)
    tells: str = ""  # a part of what is told beside the line


CASES = [
    # What takes long comes first, the others pass it by.
    Case("time-out, it ran", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("run, hang",), gap=(30, 90)),
    Case("no connection holds", "0001", "4 try later: NO_ANSWER, charge=UNKNOWN", 6, 0, ("reset",) * 6),
    Case("the function never answers", "0001", "4 try later: NO_ANSWER, charge=UNKNOWN", 6, 0, ("fail",) * 6,
         tells="HTTP 50"),
    Case("free and in vain", "0004", "4 try later: FAILED, charge=FREE", 6, 6),
    Case("reset, then throttled", "0001", "4 try later: THROTTLED, charge=UNKNOWN", 6, 1,
         ("run, reset", *["throttle"] * 5)),
    Case("match", "0001", "0 verdict: MATCH, charge=CHARGED", 1, 1),
    Case("mismatch", "0002", "0 verdict: MISMATCH, charge=CHARGED", 1, 1),
    Case("not sure", "0003", "0 verdict: NOT_SURE, charge=FREE", 1, 1),
    Case("hint", "0001", "0 verdict: MATCH, charge=CHARGED", 1, 1, person=NAME.lower(),
         tells="hint: name NAME_NOT_UPPERCASE\n"),
    Case("hint by a refusal of the provider", "4012", "3 refused: KEY_EXPIRED, charge=FREE", 1, 1, person=NAME.lower(),
         tells="hint: name NAME_NOT_UPPERCASE\n"),
    Case("live, by a caller for the sandbox", "0001", "3 refused: WRONG_LIVEMODE, charge=CHARGED", 1, 1,
         environment={"KTP_LIVEMODE": "false"}),
    Case("of the sandbox, by a caller for production", "0001", "3 refused: WRONG_LIVEMODE, charge=CHARGED", 1, 1,
         ("run, sandbox",)),
    Case("of the sandbox, as it must be", "0001", "0 verdict: MATCH, charge=CHARGED", 1, 1, ("run, sandbox",),
         environment={"KTP_LIVEMODE": "false"}),
    Case("unknown charge, of the sandbox", "0099", "5 unknown charge: WRONG_LIVEMODE, charge=UNKNOWN", 1, 1,
         ("run, sandbox",)),
    Case("bad field", "000x", "3 refused: INVALID_ARGUMENT, charge=FREE", 1, 0),
    Case("key expired", "4012", "3 refused: KEY_EXPIRED, charge=FREE", 1, 1),
    Case("not allowed", "0001", "3 refused: ", 1, 0, ("forbidden",)),
    Case("an old token", "0001", "3 refused: ", 1, 0, ("unauthorized",)),
    # The function repeats RATE_LIMIT_EXCEEDED once by itself.
    Case("rate limit, then match", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 3, limited_at_first=True),
    Case("reset at the provider", "9003", "5 unknown charge: OUTCOME_UNKNOWN, charge=UNKNOWN", 1, 1),
    Case("rubbish of the provider", "9006", "5 unknown charge: OUTCOME_UNKNOWN, charge=UNKNOWN", 1, 1),
    Case("result not known", "0099", "5 unknown charge: UNRECOGNIZED, charge=UNKNOWN", 1, 1),
    Case("reset, then not allowed", "0001", "5 unknown charge: ", 2, 1, ("run, reset", "forbidden")),
    Case("throttled", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("throttle",)),
    Case("reset, it did not run", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("reset",)),
    Case("reset, it ran", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("run, reset",)),
    Case("cut off, it ran", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("run, cut",)),
    Case("reset, unknown charge", "9003", "5 unknown charge: OUTCOME_UNKNOWN, charge=UNKNOWN", 2, 1, ("run, reset",)),
    Case("in progress, then replay", "0001", "0 verdict: MATCH, charge=CHARGED", 3, 1, ("run, reset", "busy")),
    Case("the budget is used up until tomorrow", "0001", "4 try later: BUDGET_EXHAUSTED, charge=FREE", 1, 0, ("over",)),
    Case("function error, it did not run", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("break",)),
    Case("function error, it ran", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("run, break",)),
    Case("AWS failed", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, ("fail",)),
    Case("the key again", "0001", "0 verdict: MATCH, charge=CHARGED", 2, 1, runs=2, gap=(0, 60)),
]


@dataclass
class Seen:
    """What the stand-in saw of one case."""
    way: list
    keys: list = field(default_factory=list)
    bodies: list = field(default_factory=list)
    times: list = field(default_factory=list)
    faults: list = field(default_factory=list)


def signature_fault(handler, body):
    """Checks Signature Version 4 as API Gateway does (AWS, "Create a signed AWS API request"): the fault, or None."""
    match = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)",
                         handler.headers.get("Authorization", ""))
    if not match:
        return "not signed"
    (key_id, *scope), signed, signature = match[1].split("/"), match[2].split(";"), match[3]
    if key_id != KEY_ID or scope[1:] != [REGION, "execute-api", "aws4_request"]:
        return f"scope {scope}"
    if not {"host", "x-amz-date", "x-amz-security-token", "idempotency-key"} <= set(signed):
        return f"signs only {signed}"
    headers = "".join(f"{name}:{' '.join(handler.headers[name].split())}\n" for name in signed)
    canonical = "\n".join(["POST", handler.path, "", headers, ";".join(signed), hashlib.sha256(body).hexdigest()])
    text = "\n".join(["AWS4-HMAC-SHA256", handler.headers["X-Amz-Date"], "/".join(scope),
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = b"AWS4" + SECRET.encode()
    for part in [*scope, text]:
        key = hmac.digest(key, part.encode(), "sha256")
    return None if key.hex() == signature else "wrong signature"


def token_fault(handler):
    sent = handler.headers.get_all("Authorization", [])
    return None if sent == [f"Bearer {JWT}"] else f"Authorization {sent}"


class StandIn(BaseHTTPRequestHandler):
    """Lambda's Invoke and, below /CASE/verify/, API Gateway; the function runs in dev mode."""
    protocol_version = "HTTP/1.1"
    seen = {}
    function_url = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        invoked = re.fullmatch(r"/2015-03-31/functions/([^/]+)%3Alive/invocations", self.path)
        case, verify, operation = (invoked[1], "", "") if invoked else self.path.strip("/").split("/")
        seen = self.seen[case]
        seen.times.append(time.monotonic())
        seen.bodies.append(body)
        if invoked:
            seen.keys.append(json.loads(body)["idempotency_key"])
            event, headers, url = body, {}, f"{self.function_url}/_lambda_"
        else:
            seen.keys.append(self.headers["Idempotency-Key"])
            fault = token_fault(self) if case.startswith("jwt") else signature_fault(self, body)
            if fault:
                seen.faults.append(fault)
            event, url = body, f"{self.function_url}/{verify}/{operation}"
            headers = {"Idempotency-Key": seen.keys[-1], "Content-Type": self.headers["Content-Type"]}
        way = (seen.way.pop(0) if seen.way else "run").split(", ")
        status, text, retry_after = None, b"", None
        if way[0] == "run":
            try:
                with urllib.request.urlopen(urllib.request.Request(url, event, headers)) as response:
                    status, text = response.status, response.read()
            except urllib.error.HTTPError as error:
                status, text, retry_after = error.code, error.read(), error.headers["Retry-After"]
        self.answer(way[-1], bool(invoked), status, text, retry_after)

    def answer(self, way, invoked, status, text, retry_after):
        if way == "run":
            self.give(status, text, {"Retry-After": retry_after} if retry_after else {})
        elif way == "sandbox":
            self.give(status, {**json.loads(text), "livemode": False})
        elif way == "busy" and invoked:
            self.give(200, {**IN_PROGRESS, "http_status": 409, "retry_after": 1})
        elif way == "busy":
            self.give(409, IN_PROGRESS, {"Retry-After": "1"})
        elif way == "over" and invoked:
            self.give(200, {**OVER_BUDGET, "http_status": 429, "retry_after": 3600})
        elif way == "over":
            self.give(429, OVER_BUDGET, {"Retry-After": "3600"})
        elif way == "break" and invoked:
            self.give(200, {"errorType": "Runtime.ExitError", "errorMessage": "Runtime exited: signal: killed"},
                      {"X-Amz-Function-Error": "Unhandled"})
        elif way == "throttle" and invoked:
            self.give(429, {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "message": "Rate Exceeded."},
                      {"X-Amzn-ErrorType": "TooManyRequestsException"})
        elif way == "fail" and invoked:
            self.give(500, {"Message": "Internal"}, {"X-Amzn-ErrorType": "ServiceException"})
        elif way in ("forbidden", "unauthorized") and invoked:
            self.give(403, {"Message": "not authorized"}, {"X-Amzn-ErrorType": "AccessDeniedException"})
        elif way in ("break", "throttle", "fail", "forbidden", "unauthorized"):
            code, message = {"unauthorized": (401, "Unauthorized"), "break": (500, "Internal Server Error"), "throttle": (429, "Too Many Requests"),
                             "fail": (503, "Service Unavailable"), "forbidden": (403, "Forbidden")}[way]
            self.give(code, {"message": message}, {"WWW-Authenticate": "Bearer"} if code == 401 else {})
        elif way == "cut":
            self.give(status, text[:len(text) // 2], length=len(text))
        elif way == "hang":
            self.connection.settimeout(60)
            self.connection.recv(1)  # until the caller has given up
            self.close_connection = True
        elif way == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())  # with RST
            self.close_connection = True

    def give(self, status, answer, headers={}, length=None):
        text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.close_connection = length is not None

    def finish(self):
        if self.connection.fileno() >= 0:
            super().finish()

    def log_message(self, *_):
        pass


def admin(provider_url, path, document):
    request = urllib.request.Request(f"{provider_url}/__admin/{path}", json.dumps(document).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def asks_for(number):
    return {"method": "POST", "bodyPatterns": [{"matchesJsonPath": {"expression": "$.id_number", "equalTo": number}}]}


def limit(provider_url, number):
    for state, following in ("Started", "once"), ("once", "twice"):
        admin(provider_url, "mappings", {
            "priority": 1, "scenarioName": number, "requiredScenarioState": state, "newScenarioState": following,
            "request": {**asks_for(number), "urlPathPattern": "/verify/.*"},
            "response": {"status": 403, "headers": {"Content-Type": "application/json"}, "jsonBody": {
                "status": "RATE_LIMIT_EXCEEDED", "reason": "too fast", "request_id": "TID1"}}})


def start(command, *arguments, **environment):
    return subprocess.run([*shlex.split(command), *arguments], env={**ENVIRONMENT, **environment}, capture_output=True,
                          text=True, timeout=300)


def play(client, command, case, serial, gateway_url, provider_url):
    """Runs one case, and gives what is wrong with what came of it."""
    number = f"32{int(time.time()) % 10**6:06}{serial:04}{case.digits}"
    name = f"{client}-{CASES.index(case)}"
    seen = StandIn.seen[name] = Seen(list(case.way))
    if case.limited_at_first:
        limit(provider_url, number)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"id_number": number, "name": case.person}, file)
        file.flush()
        target = f"{name}:live" if client.startswith("invoke") else f"{gateway_url}/{name}"
        for _ in range(case.runs):
            run = start(command, target, "id_name", file.name, *seen.keys[:1], **case.environment)
    said = f"{run.returncode} {run.stdout}"
    sent = admin(provider_url, "requests/count", asks_for(number))["count"]
    gaps = [later - earlier for earlier, later in zip(seen.times, seen.times[1:])]
    faults = list(seen.faults)

    def must(holds, fault):
        if not holds:
            faults.append(fault)

    must(said.startswith(case.ends), f"said {said!r}")
    must(len(seen.keys) == case.tries, f"{len(seen.keys)} tries")
    must(sent == case.sent, f"{sent} requests at the provider")
    must(len(set(seen.keys)) == 1 and f"key={seen.keys[0]}," in said, f"keys {seen.keys}")
    must(len(set(seen.bodies)) == 1, "another body")
    must(not gaps or case.gap[0] <= gaps[0] <= case.gap[1], f"gaps {gaps}")
    must(case.runs > 1 or all(gap >= 0.5 * 2 ** i for i, gap in enumerate(gaps)), f"gaps {gaps}")
    must(case.tells in run.stderr, f"does not tell {case.tells!r}")
    shown = (run.stdout + run.stderr).upper()
    must(not any(it in shown for it in (number, number[:12], *NAME.split())), "shows personal data")
    return [f"{client}, {case.name}: {'; '.join(faults)}; {run.stderr[-800:]}"] if faults else []


def out_of_reach(client, command, address, ends, least, most):
    """Where nobody listens, or there is no such host; it ends after LEAST to MOST seconds."""
    target = "nothing:live" if client.startswith("invoke") else address
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write("{}")
        file.flush()
        began = time.monotonic()
        run = start(command, target, "id_name", file.name, "the-key", AWS_ENDPOINT_URL_LAMBDA=address)
    took = time.monotonic() - began
    expected = f"{run.returncode} {run.stdout}".startswith(f"{ends}, key=the-key,") and run.stderr.strip()
    return [] if expected and least <= took <= most else [f"{client}, {address}, {took} s: {run}"]


def not_json(client, command):
    """A request file that is not JSON is not quoted: it may hold a number all the same."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(f"{NAME.split()[0]} 3217061012870001")
        file.flush()
        run = start(command, "nothing:live", "id_name", file.name)
    shows = "CANARY" in run.stdout + run.stderr or "3217" in run.stdout + run.stderr
    return [f"{client}, not JSON: {run}"] if run.returncode == 0 or shows else []


def serve(certificate=None):
    """A stand-in in threads of its own, over TLS with a certificate; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def main(function_url, provider_url, certificate, *commands):
    StandIn.function_url = function_url
    lambda_url, gateway_url = f"http://127.0.0.1:{serve()}", f"https://127.0.0.1:{serve(certificate)}"
    ENVIRONMENT.update(AWS_ENDPOINT_URL_LAMBDA=lambda_url, CURL_CA_BUNDLE=certificate, NODE_EXTRA_CA_CERTS=certificate)
    clients = [command.split("=", 1) for command in commands]
    with ThreadPoolExecutor(4 * len(clients) + 2) as pool:
        games = [pool.submit(out_of_reach, *client, *reach) for client in clients for reach in (
            ("http://127.0.0.1:1", "4 try later: NO_ANSWER, charge=UNKNOWN", 1 + 2 + 4 + 8 + 16, 300),
            ("http://nobody.invalid", "3 refused: UNKNOWN_HOST, charge=FREE", 0, 25))]
        games += [pool.submit(play, *client, case, 100 * i + j, gateway_url, provider_url)
                 for j, case in enumerate(CASES) for i, client in enumerate(clients)]
        games += [pool.submit(not_json, *client) for client in clients if client[0].startswith("invoke")]
    faults = [fault for game in games for fault in game.result()]
    print(*faults, sep="\n", file=sys.stderr)
    print(f"clients: {len(games)} cases, {len(faults)} faults: {', '.join(name for name, _ in clients)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
