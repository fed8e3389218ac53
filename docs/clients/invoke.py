#!/usr/bin/env python3
"""Asks ktp-verify one question by direct invocation, with boto3.

    python3 invoke.py FUNCTION[:ALIAS] id_name|id_selfie REQUEST.json [KEY]

With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.
"""

import json
import os
import random
import sys
import time
import uuid

import boto3
from botocore import exceptions
from botocore.config import Config

TRIES = 6  # with the pauses between them longer than the 30 s for which a broken-off verification holds its key
LONGEST_PAUSE = 60  # s: a budget that is used up opens again after hours or days
LIVEMODE = os.environ.get("KTP_LIVEMODE") != "false"  # of the verdicts that this program may use
# Waits longer than the function's own 28 s. The SDK repeats nothing: verify does, by the answer's own word.
CONFIG = Config(connect_timeout=2, read_timeout=35, retries={"total_max_attempts": 1})

LOST = (exceptions.ConnectionError, exceptions.HTTPClientError, exceptions.IncompleteReadError)

# What happened on the way, in the function's own terms.
def on_the_way(status, charge, retryable, reason=None):
    return {"status": status, "charge": charge, "retryable": retryable, **({"reason": reason} if reason else {})}


def no_answer(reason):
    return on_the_way("NO_ANSWER", "UNKNOWN", True, reason)  # the key makes it safe to ask again


def unknown_host(error):
    """True if no address was found for the host: nothing was sent."""
    return isinstance(error, exceptions.EndpointConnectionError) and "NameResolution" in repr(error.kwargs["error"])


def invoke(client, function, payload):
    """One invocation, and what came of it."""
    try:
        response = client.invoke(FunctionName=function, Payload=payload)
        answer = json.load(response["Payload"])
    except LOST as error:
        if unknown_host(error):
            return on_the_way("UNKNOWN_HOST", "FREE", False, error.kwargs["endpoint_url"])
        return no_answer(type(error).__name__)  # time-out or lost connection: it may have run
    except exceptions.ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == 429:
            return on_the_way("THROTTLED", "FREE", True)
        if status >= 500:
            return no_answer(f"HTTP {status}")
        return on_the_way(error.response["Error"]["Code"], "FREE", False)
    # A function error says that the function itself broke, and nothing about the charge.
    return no_answer(response["FunctionError"]) if "FunctionError" in response else answer


def verify(function, operation, request, key):
    """Asks until there is an answer to keep, or the tries are used up."""
    client = boto3.client("lambda", config=CONFIG)
    payload = json.dumps({"verify": operation, "idempotency_key": key, "request": request})
    lost = False
    for attempt in range(TRIES):
        if attempt > 0:
            time.sleep(max(2 ** (attempt - 1), answer.get("retry_after", 0)) * random.uniform(1, 1.5))
        answer = invoke(client, function, payload)
        lost = lost or answer.get("status") == "NO_ANSWER"
        if not answer.get("retryable") or answer.get("retry_after", 0) > LONGEST_PAUSE:
            break
    # That a later try was free says nothing about one that was lost, unless it is the function's last word.
    if lost and (answer.get("retryable") or "request_id" not in answer):
        return {**answer, "charge": "UNKNOWN"}
    return answer


def of_this_mode(answer):
    """A verdict of the sandbox is none for production, nor the other way round."""
    if "outcome" in answer and answer.get("livemode") is not LIVEMODE:
        return {**answer, "outcome": None, "status": "WRONG_LIVEMODE"}
    return answer


def ending(answer):
    """What the caller's program does next: exit code and word."""
    if answer.get("retryable"):
        return 4, "try later"
    if answer.get("charge") not in ("CHARGED", "FREE"):
        return 5, "unknown charge"
    return (0, "verdict") if answer.get("outcome") else (3, "refused")


def main(function, operation, request_file, key=None):
    # One key per question. A program that must survive its own end stores it with the question before it asks.
    key = key or str(uuid.uuid4())
    with open(request_file, encoding="utf-8") as file:
        request = json.load(file)
    answer = of_this_mode(verify(function, operation, request, key))
    code, word = ending(answer)
    # Never the request: it holds personal data, and so may `result`.
    said = answer.get("outcome") or answer.get("status")
    print(f"{word}: {said}, charge={answer.get('charge')}, key={key}, request_id={answer.get('request_id', '-')}")
    if "reason" in answer:
        print(answer["reason"], file=sys.stderr)
    for hint in answer.get("hints", []):
        print(f"hint: {hint['field']} {hint['code']}", file=sys.stderr)
    return code


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
