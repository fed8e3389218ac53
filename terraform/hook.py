"""Asked by CodeDeploy before a release takes traffic: does the new version work? Both questions are free of charge."""
import json
import os

import boto3

# A question without fields is refused, by a function that starts and answers. Health asks nothing of the provider: it
# tells whether the secret can be read, the table be reached, and a connection to the provider be made.
QUESTIONS = (({}, 400), ({"health": True}, 200))


def fault(version):
    """What is wrong with the version; None where nothing is."""
    for question, expected in QUESTIONS:
        answer = boto3.client("lambda").invoke(FunctionName=version, Payload=json.dumps(question).encode())
        told = answer["Payload"].read()
        if answer.get("FunctionError"):
            return f"{question}: {answer['FunctionError']}"
        told = json.loads(told)
        if (told.get("http_status"), told.get("charge")) != (expected, "FREE"):
            return f"{question}: {json.dumps(told)}"
    return None


def handler(event, _context):
    try:
        found = fault(os.environ["TARGET"])
    except Exception as e:  # CodeDeploy waits an hour for a hook that does not report
        found = f"{type(e).__name__}: {e}"
    print(json.dumps({"version": os.environ["TARGET"], "fault": found}))
    boto3.client("codedeploy").put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status="Failed" if found else "Succeeded",
    )
