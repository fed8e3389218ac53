"""The job of ktp-verify as a team would write it by hand in an afternoon: no retries, no idempotency, no metrics."""

import base64
import json
import os
import re

import boto3
import urllib3

OPERATIONS = ("/verify/id_name", "/verify/id_selfie")
ID_NUMBER = re.compile("[0-9]{16}")

secret = boto3.client("secretsmanager").get_secret_value(SecretId="ktp-verify/provider")
credentials = json.loads(secret["SecretString"])
provider = urllib3.connection_from_url(
    os.environ["PROVIDER_URL"],
    maxsize=1,
    ca_certs=os.environ.get("BENCH_CA_PEM"),
    timeout=20,
    retries=False,
    headers={
        "Content-Type": "application/json",
        "X-DF-API-ID": credentials["api_id"],
        "X-DF-API-SECRET": credentials["api_secret"],
    },
)


def handler(event):
    """Answers an event of API Gateway, payload format 2.0."""
    try:
        body = event.get("body")
        question = json.loads(base64.b64decode(body) if event.get("isBase64Encoded") else body)
    except (TypeError, ValueError):
        return answer(400, json.dumps({"status": "INVALID_ARGUMENT", "reason": "malformed JSON"}))
    if event["rawPath"] not in OPERATIONS:
        return answer(404, json.dumps({"status": "NOT_FOUND"}))
    if not isinstance(question, dict) or not ID_NUMBER.fullmatch(str(question.get("id_number"))):
        return answer(400, json.dumps({"status": "INVALID_ARGUMENT", "reason": "id_number"}))
    response = provider.request("POST", event["rawPath"], body=json.dumps(question))
    return answer(response.status, response.data.decode())


def answer(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": body}
