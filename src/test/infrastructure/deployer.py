"""docs/deployer-policy.json against what Terraform asked AWS's stand-in for."""

import json

import sam

# What the network of examples/vpc, the keys and the topic of examples/complete, and the tests themselves ask for.
NOT_THE_MODULES = {"ec2", "kms", "sns", "sts", "secretsmanager"}
# moto's name: IAM's. API Gateway's actions are named by HTTP methods.
SERVICES = {"awslambda": "lambda"}
METHODS = {"Create": "POST", "Get": "GET", "Update": "PATCH", "Delete": "DELETE", "Tag": "TagResource"}
# What only AWS asks for, by its pages: moto checks no permission, or the service does more than one thing for an action.
ONLY_AWS = {
    "lambda": {
        "InvokeFunction",  # the first question of docs/deploy.md
        "PublishVersion", "GetFunctionConfiguration", "ListTags", "DeleteFunctionConcurrency",
        "DeleteAlias", "UpdateAlias", "UpdateFunctionEventInvokeConfig", "GetFunctionCodeSigningConfig",
    },
    "iam": {"PassRole", "ListRoleTags", "PutRolePermissionsBoundary", "UpdateAssumeRolePolicy", "UpdateRoleDescription"},
    "apigateway": {"PUT", "PATCH"},
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
    "logs": {"CreateLogDelivery", "DeleteLogDelivery", "DescribeResourcePolicies", "GetLogDelivery", "ListLogDeliveries",
             "PutResourcePolicy", "UpdateLogDelivery", "AssociateKmsKey", "DisassociateKmsKey"},
    "codedeploy": {"CreateDeployment", "GetApplicationRevision", "GetDeployment", "GetDeploymentConfig",
                   "RegisterApplicationRevision", "StopDeployment", "UpdateDeploymentGroup"},
    "dynamodb": {"UpdateTable"},
}
# Where tags are set.
TAGS = {"TagResource", "UntagResource", "TagRole", "UntagRole"}


def needed(asked_for):
    """The module's actions among those that were asked for, as a policy names them."""
    actions = set()
    for asked in asked_for:
        service, action = asked.split(":")
        if service == "apigatewayv2":
            verb = next(verb for verb in METHODS if action.startswith(verb))
            actions.add(f"apigateway:{METHODS[verb]}")
        elif service not in NOT_THE_MODULES:
            actions.add(f"{SERVICES.get(service, service)}:{action}")
    return actions


def allowed():
    policy = json.loads((sam.ROOT / "docs/deployer-policy.json").read_text())
    return {action for statement in policy["Statement"] for action in statement["Action"]}


def faults(asked_for):
    """What the policy lacks, and what it allows for nothing."""
    wanted, has = needed(asked_for), allowed()
    reserved = {f"{service}:{action}" for service, actions in ONLY_AWS.items() for action in actions}
    spare = {action for action in has - wanted - reserved if action.split(":")[1] not in TAGS}
    return [f"lacks {action}" for action in sorted(wanted - has)] + [f"allows {action}" for action in sorted(spare)]
