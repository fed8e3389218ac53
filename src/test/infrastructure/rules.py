"""What must hold of a deployment, whichever tool made it."""

import re

import yaml
from sam import ROOT

RUNBOOK = (ROOT / "docs/runbook.md").read_text()
OPENAPI = (ROOT / "src/main/resources/META-INF/openapi.yaml").read_text()
ALARMS = {
    # name: (metric, namespace, whether CodeDeploy rolls back on it)
    "api-5xx": ("5xx", "AWS/ApiGateway", True),
    "duration": ("Duration", "AWS/Lambda", True),
    "errors": ("Errors", "AWS/Lambda", True),
    "bugs": ("Bugs", "ktp-verify", True),
    "release-1": ("Errors", "AWS/Lambda", True),
    "unknown-charges": ("UnknownCharges", "ktp-verify", True),
    "provider": ("Failures", "ktp-verify", False),
    "throttles": ("Throttles", "AWS/Lambda", False),
    "credentials": ("CredentialsRefused", "ktp-verify", False),
    "quota": ("QuotaExhausted", "ktp-verify", False),
    "idempotency-store": ("StoreFailures", "ktp-verify", False),
    "budget-80": ("DailyBudgetUsed", "ktp-verify", False),
    "budget-100": ("DailyBudgetUsed", "ktp-verify", False),
    "caller-budget-100": ("CallerBudgetUsed", "ktp-verify", False),
    "charged": ("Charged", "ktp-verify", False),
}
# What a test number can set off, which says nothing of a version.
SET_OFF_IN_SANDBOX = {"api-5xx", "duration", "unknown-charges"}
PAGE = {"GET /", "GET /page/{file}"}
# What an alarm needs to go off at all, in the function's environment.
NEEDS = {
    "idempotency-store": "KTP_VERIFY_IDEMPOTENCY_TABLE",
    "budget-80": "KTP_VERIFY_BUDGET_(DAILY|MONTHLY)",
    "budget-100": "KTP_VERIFY_BUDGET_(DAILY|MONTHLY)",
    "caller-budget-100": "KTP_VERIFY_BUDGET_PER_CALLER_DAILY",
}
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html shows no resource for these.
TRACES = {
    "Sid": "SendTraces", "Effect": "Allow", "Resource": ["*"],
    "Action": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
}
# Lambda makes the interfaces before they have a name, with the function's role; the function's code must not.
IN_VPC = {
    "Sid": "BeInVpc", "Effect": "Allow", "Resource": ["*"],
    "Action": [
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
    ],
}
# CodeDeploy asks for alarms by their names, and is refused where a policy names them.
READ_ALARMS = {
    "Sid": "WatchAlarms", "Effect": "Allow", "Resource": ["*"], "Action": ["cloudwatch:DescribeAlarms"],
}
GATEWAY_SECONDS = 30
UNKNOWN_CHARGES = {
    "@timestamp", "request_id", "operation", "principal", "reference_id", "correlation_id", "cause", "order_no",
    "provider_request_id", "provider_ms",
}


def openapi_routes():
    document = yaml.safe_load(OPENAPI)
    methods = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
    return {f"{m.upper()} {path}" for path, item in document["paths"].items() for m in item if m in methods}


def faults(model):
    """One line per fault, beginning with the rule's name."""
    found = []

    def rule(name, holds, what=""):
        if not holds:
            found.append(f"{name}: {what}")

    name, function = model["function"]["name"], model["function"]
    routes(model, rule)
    stars(model, rule)
    permissions(model, rule)
    alarms(model, name, rule)
    times(model, rule)
    on_call(model, name, rule)
    rule("runtime", function["runtime"] == {"Zip": "provided.al2023"}.get(function["package"]), function["runtime"])
    rule("signal handlers", function["environment"].get("DISABLE_SIGNAL_HANDLERS") == "true")
    rule("json logs", function["logging"]["LogFormat"] == "JSON")
    rule("log levels", function["logging"]["ApplicationLogLevel"] in ("TRACE", "DEBUG", "INFO"), "metrics are dropped")
    for group in (f"/aws/lambda/{name}", f"/aws/vendedlogs/{name}/access"):
        rule("log retention", model["logs"].get(group, [None])[0], f"{group} is kept for ever, or not made")
    rule("log group", function["logging"]["LogGroup"] in model["logs"], "the function writes to another group")
    access = model["stage"]["log"].split("log-group:")[1]
    rule("log group", access in model["logs"], "the API writes to another group")
    told = re.search("(?i)body|path|query", str(model["stage"]["log_format"]))
    rule("access log", not told, "tells what a caller sent")
    for table, made in model["tables"].items():
        rule("table", made["key"] == {"HASH": "id"} and made["attributes"] == {"id": "S"}, made)
        rule("table", made["ttl"] == "expires_at" and made["billing"] == "PAY_PER_REQUEST", made)
        known = function["environment"].get("KTP_VERIFY_IDEMPOTENCY_TABLE")
        rule("table", known == table, f"the function knows {known}")
    asynchronous = model["asynchronous"]
    rule("asked again", asynchronous == {"of": model["alias"], "retries": 0, "age": 60}, asynchronous)
    rule("hook", model["deployment"]["hooks"] == [model["hook"]["name"]], "nothing is asked before a release")
    target = model["hook"]["environment"]["TARGET"]
    rule("hook", re.search(f":function:{name}:[0-9]+$", target), f"asks {target}")
    rule("canary", model["deployment"]["watched"] and model["deployment"]["platform"] == "Lambda")
    rule("canary", "DEPLOYMENT_STOP_ON_ALARM" in (model["deployment"]["rollback"] or []), "no rollback on alarms")
    return found


def is_sandbox(model):
    return model["function"]["environment"].get("KTP_VERIFY_MODE") == "sandbox"


def routes(model, rule):
    page = PAGE if model["function"]["environment"].get("KTP_VERIFY_PAGE") == "on" else set()
    rule("page", is_sandbox(model) or not page, "production has none")
    rule("routes", set(model["routes"]) == openapi_routes() | page, f"deployed {sorted(model['routes'])}")
    for key, route in model["routes"].items():
        if key in page:
            rule("page", route["authorization"] == "NONE" and route["target"] == "integrations/<Integration>", key)
            continue
        by_token = route["authorization"] == "JWT" and route["authorizer"] == "<JwtAuthorizer>" and model["authorizers"]
        rule("open route", route["authorization"] == "AWS_IAM" or by_token, f"{key} {route['authorization']}")
        rule("catch-all", re.fullmatch(r"POST /[a-z_/]+", key), key)
        rule("target", route["target"] == "integrations/<Integration>", key)
    for authorizer in model["authorizers"]:
        rule("open route", authorizer["issuer"] and authorizer["audience"], "tokens of anybody")
    rule("throttling", model["stage"]["rate"] and model["stage"]["burst"])
    rule("alias", model["integration"]["uri"].endswith(f":{model['alias']}"), "the API does not go through the alias")


def stars(model, rule):
    name, network = model["function"]["name"], model["function"]["network"]
    # The streams of one log group, the versions of one function, the groups of one application.
    own = re.compile(
        rf"(:log-group:/aws/lambda/{name}|:function:{name}):\*$|:deploymentgroup:<ServerlessDeploymentApplication>/\*$")
    named = {
        "<FunctionRole>": [TRACES] * (model["function"]["tracing"] == "Active") + [IN_VPC] * bool(network),
        "<DeploymentRole>": [READ_ALARMS],
    }
    for role, made in model["roles"].items():
        rule("star", not made["managed"], f"{role} has policies of AWS")
        for policy in made["policies"].values():
            for statement in policy:
                if statement in named.get(role, []) or statement["Effect"] == "Deny":
                    continue
                for resource in statement["Resource"]:
                    rule("star", "*" not in own.sub("", resource), f"{role} {statement}")
                rule("star", not any("*" in action for action in statement["Action"]), f"{role} {statement}")
                rule("star", not {"NotAction", "NotResource"} & set(statement), f"{role} {statement}")
        denied = [s for policy in made["policies"].values() for s in policy if s["Effect"] == "Deny"]
        rule("interfaces", bool(denied) == (role == "<FunctionRole>" and bool(network)), f"{role} denies {denied}")
        for statement in made["trust"]:
            service = str(statement["Principal"].get("Service"))
            rule("star", re.fullmatch(r"(lambda|codedeploy)\.amazonaws\.com", service), f"others may take {role}")
    for function, _, principal, source in model["permissions"]:
        rule("star", "*" not in principal + source.removesuffix("/GET/page/*"), f"{principal} may invoke by {source}")


def permissions(model, rule):
    allowed = {}
    of_function = model["roles"]["<FunctionRole>"]["policies"]
    for statement in [s for policy in of_function.values() for s in policy if s["Effect"] == "Allow"]:
        allowed.setdefault(statement["Action"][0].split(":")[0], []).append(statement)
    secret = model["function"]["environment"].get("KTP_VERIFY_PROVIDER_SECRET_ID")
    rule("one secret", bool(secret) != is_sandbox(model), f"the function knows {secret}")
    secrets = [(s["Action"], s["Resource"]) for s in allowed.get("secretsmanager", [])]
    rule("one secret", secrets == [(["secretsmanager:GetSecretValue"], [secret])] * bool(secret), secrets)
    tables = [(s["Action"], [r.split(":table/")[-1] for r in s["Resource"]]) for s in allowed.get("dynamodb", [])]
    actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    rule("one table", tables == [(actions, [table]) for table in model["tables"]], tables)
    rule("permissions", set(allowed) <= {"secretsmanager", "dynamodb", "logs", "xray", "kms", "ec2"}, sorted(allowed))
    for function, action, principal, source in model["permissions"]:
        rule("alias", function.endswith(f":{model['alias']}"), f"{principal} may invoke {function}")
        if principal == "apigateway.amazonaws.com":
            method, _, path = source.partition("/$default/")[2].partition("/")
            route = f"{method} /{path}".replace("*", "{file}")
            rule("invoke permission", "/$default/" in source and route in model["routes"], source)
    sources = [source for *_, principal, source in model["permissions"] if principal == "apigateway.amazonaws.com"]
    rule("invoke permission", len(sources) == len(model["routes"]), sources)


def alarms(model, name, rule):
    known = model["function"]["environment"]
    expected = {alarm for alarm in ALARMS
                if alarm not in NEEDS or any(re.fullmatch(NEEDS[alarm], variable) for variable in known)}
    rule("alarms", set(model["alarms"]) == {f"{name}-{alarm}" for alarm in expected}, sorted(model["alarms"]))
    for alarm, (metric, namespace, rolls_back) in ALARMS.items():
        made = model["alarms"].get(f"{name}-{alarm}")
        if not made:
            continue
        if namespace == "ktp-verify" and is_sandbox(model):
            namespace = "ktp-verify/sandbox"
        rolls_back = rolls_back and not (is_sandbox(model) and alarm in SET_OFF_IN_SANDBOX)
        watched = [made["metric"]] + [query["metric"] for query in made["queries"].values()]
        rule("alarm metric", [namespace, metric] in [w[:2] for w in watched], f"{alarm} watches {watched}")
        rule("alarm metric", made["breach"][2] == "notBreaching", f"{alarm} goes off for want of traffic")
        at = [made["dimensions"]] + [query["dimensions"] for query in made["queries"].values()]
        alias = {"FunctionName": name, "Resource": f"{name}:{model['alias']}"}
        known = ({"FunctionName": name}, alias, alias | {"ExecutedVersion": "1"}, {"ApiId": "<Api>"}, {})
        rule("alarm metric", all(dimension in known for dimension in at), f"{alarm} watches {at}")
        rolled = f"{name}-{alarm}" in model["deployment"]["alarms"]
        rule("canary", rolled == rolls_back, f"{alarm} {'is' if rolled else 'is not'} a reason to roll back")


def times(model, rule):
    timeout = model["function"]["timeout"]
    attempt = int(model["function"]["environment"]["KTP_VERIFY_PROVIDER_ATTEMPT_TIMEOUT"].removesuffix("s"))
    gateway = model["integration"]["timeout"] / 1000
    in_order = attempt < timeout < gateway <= GATEWAY_SECONDS
    rule("time-outs", in_order, f"attempt {attempt}, function {timeout}, API {gateway}")
    alarm = model["alarms"].get(f"{model['function']['name']}-duration", {"queries": {}})
    expressions = [query["expression"] for query in alarm["queries"].values()]
    rule("time-outs", f"100 * p99 / {timeout}000" in expressions, f"the alarm looks at {expressions}")


def differences(left, right, at=""):
    """Where two models differ, a line each."""
    if isinstance(left, dict) and isinstance(right, dict):
        return [
            line
            for key in sorted(set(left) | set(right))
            for line in differences(left.get(key, "nothing"), right.get(key, "nothing"), f"{at}.{key}")
        ]
    return [] if left == right else [f"{at.strip('.')}: {left} / {right}"]


def on_call(model, name, rule):
    """What people need when an alarm goes off. .ci/dashboard looks at the dashboard's structure."""
    for alarm in model["alarms"]:
        section = re.sub(r"^release-\d+$", "release", alarm.removeprefix(f"{name}-"))
        rule("runbook", f"\n## {section}\n" in RUNBOOK, f"says nothing of {alarm}")
        told = model["alarms"][alarm]["description"]
        rule("description", told.endswith(f". Runbook: docs/runbook.md#{section}"), f"{alarm} leads nobody on: {told}")
    rule("dashboard", list(model["dashboards"]) == [name], list(model["dashboards"]))
    metrics = [m for d in model["dashboards"].values() for w in d["widgets"] for m in w["properties"].get("metrics", [])]
    own = "ktp-verify/sandbox" if is_sandbox(model) else "ktp-verify"
    for metric in metrics:
        if isinstance(metric[0], dict):
            continue  # calculated from the others
        rule("dashboard", metric[0].startswith("AWS/") or metric[0] == own, f"shows {metric[0]}")
        of = dict(zip(metric[2:-1:2], metric[3::2]))
        whose = {key: value for key, value in of.items() if key not in ("Operation", "Outcome", "Charge")}
        rule("dashboard", whose in ({"FunctionName": name}, {"ApiId": "<Api>"}), f"shows another's {metric}")
    shown = [arn for d in model["dashboards"].values() for w in d["widgets"] for arn in w["properties"].get("alarms", [])]
    states = sorted(arn.split(":alarm:")[-1] for arn in shown)
    rule("dashboard", states == sorted(model["alarms"]), f"shows the states of {states}")
    rule("queries", all(groups == [f"/aws/lambda/{name}"] for groups, _ in model["queries"].values()), "of another log group")
    # The runbook's table of api-5xx goes by these.
    endings = model["queries"][f"{name}/endings"][1]
    rule("queries", re.search(r" by .*\banswer\b.*\bcause\b", endings), f"endings are {endings}")
    # What the runbook has a provider and a caller asked by.
    fields = model["queries"][f"{name}/unknown charges"][1].split("|")[0]
    lost = UNKNOWN_CHARGES - set(re.findall(r"[@\w]+", fields))
    rule("queries", not lost, f"unknown charges lack {sorted(lost)}")
    for query in re.findall(r'uery "([a-z ]+)"', RUNBOOK):
        rule("queries", f"{name}/{query}" in model["queries"], f"the runbook speaks of {query}")
