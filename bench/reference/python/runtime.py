"""Lambda's Runtime API in a plain loop. Lambda's own client for Python does the same around a native module."""

import http.client
import json
import os

from function import handler

lambda_api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    lambda_api.request(method, f"/2018-06-01/runtime/invocation/{path}", body)
    response = lambda_api.getresponse()
    return response.headers, response.read()


while True:
    headers, event = call("GET", "next")
    invocation = headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        result = json.dumps(handler(json.loads(event)))
        call("POST", f"{invocation}/response", result)
    except Exception as error:
        call("POST", f"{invocation}/error", json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}))
