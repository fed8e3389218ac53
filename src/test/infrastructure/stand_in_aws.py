"""moto, with what it lacks for this project.

Its CodeDeploy answers times that the AWS provider can't read, forgets the alarms, and deletes nothing. The one here
keeps what it is given, and carries a deployment out at once: it moves the alias, if that is where it should be. It runs
no hooks, but wants them to be there; a version whose number is in `refused` fails, as if its hook had said so.
Its Lambda forgets the logging configuration and the key of the environment. The one here keeps them. Its CloudWatch Logs has no saved queries.
"""

import json
import logging
import threading
import time
import uuid

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import BaseResponse
from moto.logs.responses import LogsResponse
from moto.server import ThreadedMotoServer

applications: dict = {}
groups: dict = {}
tags: dict = {}
queries: dict = {}
deployments: dict = {}
refused: set = set()
asked_for: set = set()  # every action of AWS that was asked for, as a policy names it


def asked(response):
    return json.loads(response.body)


def create_application(response):
    name = asked(response)["applicationName"]
    applications[name] = {
        "applicationId": str(uuid.uuid4()),
        "applicationName": name,
        "computePlatform": asked(response)["computePlatform"],
        "createTime": time.time(),
    }
    tags[f"application:{name}"] = asked(response).get("tags", [])
    return json.dumps({"applicationId": applications[name]["applicationId"]})


def get_application(response):
    name = asked(response)["applicationName"]
    if name not in applications:
        raise JsonRESTError("ApplicationDoesNotExistException", name)
    return json.dumps({"application": applications[name]})


def delete_application(response):
    applications.pop(asked(response)["applicationName"], None)
    return "{}"


def create_deployment_group(response):
    group = asked(response)
    tags[f"deploymentgroup:{group['applicationName']}/{group['deploymentGroupName']}"] = group.pop("tags", [])
    group |= {"deploymentGroupId": str(uuid.uuid4()), "computePlatform": "Lambda"}
    groups[group["applicationName"], group["deploymentGroupName"]] = group
    return json.dumps({"deploymentGroupId": group["deploymentGroupId"]})


def update_deployment_group(response):
    changed = asked(response)
    key = changed["applicationName"], changed.pop("currentDeploymentGroupName")
    groups[key] |= {name: value for name, value in changed.items() if value is not None}
    return json.dumps({"hooksNotCleanedUp": []})


def get_deployment_group(response):
    key = asked(response)["applicationName"], asked(response).get("deploymentGroupName")
    if key not in groups:
        raise JsonRESTError("DeploymentGroupDoesNotExistException", str(key))
    return json.dumps({"deploymentGroupInfo": groups[key]})


def delete_deployment_group(response):
    groups.pop((asked(response)["applicationName"], asked(response)["deploymentGroupName"]), None)
    return json.dumps({"hooksNotCleanedUp": []})


def list_tags_for_resource(response):
    return json.dumps({"Tags": tags[asked(response)["ResourceArn"].split(":", 5)[5]]})


def create_deployment(response):
    deployment = asked(response)
    get_deployment_group(response)
    content = json.loads(deployment["revision"]["appSpecContent"]["content"])
    (resource,) = content["Resources"]
    (target,) = resource.values()
    wanted = target["Properties"]
    backend = lambda_backends[response.current_account][response.region]
    alias = backend.get_alias(wanted["Alias"], wanted["Name"])
    if target["Type"] != "AWS::Lambda::Function" or alias.function_version != wanted["CurrentVersion"]:
        raise JsonRESTError("InvalidRevisionException", f"the alias serves {alias.function_version}, not {wanted}")
    if wanted["CurrentVersion"] == wanted["TargetVersion"]:
        raise JsonRESTError("InvalidRevisionException", "CurrentVersion and TargetVersion match")
    backend.get_function(wanted["Name"], wanted["TargetVersion"])  # fails where there is none
    for hook in content["Hooks"]:
        backend.get_function(hook["BeforeAllowTraffic"])
    succeeds = wanted["TargetVersion"] not in refused
    if succeeds:
        alias.function_version = wanted["TargetVersion"]
    name = f"d-STANDIN{len(deployments)}"
    alarms = deployment.get("overrideAlarmConfiguration", {}).get("enabled", True)
    deployments[name] = {"states": ["Created", "InProgress", "Succeeded" if succeeds else "Failed"], "alarms": alarms}
    return json.dumps({"deploymentId": name})


def get_deployment(response):
    states = deployments[asked(response)["deploymentId"]]["states"]
    status = states.pop(0) if len(states) > 1 else states[0]
    failed = {"errorInformation": {"code": "HOOK_EXECUTION_FAILURE", "message": "BeforeAllowTraffic failed"}}
    return json.dumps({"deploymentInfo": {"status": status} | (failed if status == "Failed" else {})})


def put_query_definition(response):
    query = asked(response)
    query.setdefault("queryDefinitionId", str(uuid.uuid4()))
    queries[query["queryDefinitionId"]] = {k: v for k, v in query.items() if k != "clientToken"}
    return json.dumps({"queryDefinitionId": query["queryDefinitionId"]})


def describe_query_definitions(response):
    prefix = asked(response).get("queryDefinitionNamePrefix", "")
    return json.dumps({"queryDefinitions": [query for query in queries.values() if query["name"].startswith(prefix)]})


def delete_query_definition(response):
    return json.dumps({"success": queries.pop(asked(response)["queryDefinitionId"], None) is not None})


def keep_configuration():
    make, configuration, update = (
        LambdaFunction.__init__, LambdaFunction.get_configuration, LambdaFunction.update_configuration)

    def made(function, account_id, spec, *arguments, **named):
        make(function, account_id, spec, *arguments, **named)
        function.logging_config, function.kms_key = spec.get("LoggingConfig", {}), spec.get("KMSKeyArn", "")

    def updated(function, changes):
        function.logging_config = changes.get("LoggingConfig", function.logging_config)
        function.kms_key = changes.get("KMSKeyArn", function.kms_key)
        return update(function, changes)

    LambdaFunction.__init__ = made
    LambdaFunction.update_configuration = updated
    LambdaFunction.get_configuration = lambda function, *arguments, **named: {
        **configuration(function, *arguments, **named), "LoggingConfig": function.logging_config,
        "KMSKeyArn": function.kms_key}


def note_actions():
    call = BaseResponse.call_action

    def noted(response):
        asked_for.add(f"{response.service_name}:{response._get_action()}")
        return call(response)

    BaseResponse.call_action = noted


logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for every request
keep_configuration()
note_actions()
for action in (create_application, get_application, delete_application, create_deployment_group,
               update_deployment_group, get_deployment_group, delete_deployment_group, create_deployment, get_deployment,
               list_tags_for_resource):
    setattr(CodeDeployResponse, action.__name__, action)
for action in (put_query_definition, describe_query_definitions, delete_query_definition):
    setattr(LogsResponse, action.__name__, action)


def start():
    """Starts on a free port of this machine, and returns the address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"


if __name__ == "__main__":
    print(start(), flush=True)
    threading.Event().wait()
