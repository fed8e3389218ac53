"""template.yaml as CloudFormation would see it: parameters and rules checked, SAM's transform done, all resolved."""

import copy
import functools
import json
import logging
import os
import re
import sys
import types
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "ap-southeast-3")  # SAM's translator wants to know one

import yaml
from samtranslator.translator.transform import transform

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = (ROOT / "template.yaml").read_text()
REGION, ACCOUNT = "ap-southeast-3", "123456789012"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:ktp-verify/provider-AbCdEf"
NO_VALUE = object()
PACKAGED = {"CodeUri": "s3://artifacts/function.zip"}  # as sam deploy does
# What CloudFormation has another way for: sam deploy uploads the code, --tags sets tags, and the region is named to it.
ONLY_TERRAFORM = ("artifact", "artifact_s3", "artifact_hash", "image_uri", "allowed_regions", "tags")
sys.modules["cfnresponse"] = types.SimpleNamespace(SUCCESS="SUCCESS")  # Lambda has it where code is in a template
logging.getLogger("samtranslator").setLevel(logging.CRITICAL)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML with CloudFormation's short forms."""


def intrinsic(loader, name, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if name == "GetAtt":
        value = value.split(".", 1)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


Loader.add_multi_constructor("!", intrinsic)


class NoManagedPolicies:
    """What the translator asks for AWS's policies, of which the template uses none."""

    def load(self):
        return {}


@functools.lru_cache(maxsize=4)
def parsed(text):
    return yaml.load(text, Loader)


def read():
    """The template as written."""
    return copy.deepcopy(parsed(TEMPLATE))


def name_of(name):
    """Terraform's name as the template has it."""
    return "".join(word.capitalize() for word in name.split("_"))


def parameters(settings):
    """Terraform's names and values as parameters of the template."""
    given = {}
    for name, value in settings.items():
        if name in ONLY_TERRAFORM:
            continue
        if name == "invokers":
            given |= {f"Invoker{n}": invoker for n, invoker in enumerate(value, 1)}
            continue
        if isinstance(value, bool):
            value = str(value).lower()
        if isinstance(value, list):
            value = ",".join(value)
        given[name_of(name)] = "" if value is None else str(value)
    return given


def refused(template, given):
    """Parameters that CloudFormation would refuse; where there are none, the rules that fail."""
    faults, values = [], values_of(template, given)
    for name, declared in template["Parameters"].items():
        if not accepts(declared, given.get(name, declared.get("Default"))):
            faults.append(name)
    faults += [name for name in given if name not in template["Parameters"]]
    if faults:
        return faults
    for name, rule in template.get("Rules", {}).items():
        if holds(rule["RuleCondition"], values, {}):
            if not all(holds(assertion["Assert"], values, {}) for assertion in rule["Assertions"]):
                faults.append(name)
    return faults


def accepts(declared, value):
    if value is None:
        return False
    value = str(value)
    members = value.split(",") if declared["Type"] == "CommaDelimitedList" else [value]
    if declared["Type"] == "Number":
        try:
            number = float(value)
        except ValueError:
            return False
        if not declared.get("MinValue", number) <= number <= declared.get("MaxValue", number):
            return False
    if "MaxLength" in declared and len(value) > declared["MaxLength"]:
        return False
    if "AllowedValues" in declared and value not in map(str, declared["AllowedValues"]):
        return False
    pattern = declared.get("AllowedPattern", ".*")
    return all(re.fullmatch(pattern, member) for member in members)


def values_of(template, given):
    values = {
        "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", "AWS::NoValue": NO_VALUE,
    }
    for name, declared in template["Parameters"].items():
        value = str(given.get(name, declared.get("Default", "")))
        if declared["Type"] == "Number" and re.fullmatch(r"-?\d+", value):
            value = int(value)
        if declared["Type"] == "CommaDelimitedList":
            value = value.split(",")
        values[name] = value
    return values


def holds(condition, values, conditions):
    """A condition's or a rule's truth."""
    if "Condition" in condition:
        return holds(conditions[condition["Condition"]], values, conditions)
    ((function, operands),) = condition.items()
    if function == "Fn::Not":
        return not holds(operands[0], values, conditions)
    if function == "Fn::And":
        return all(holds(operand, values, conditions) for operand in operands)
    plain = Resolver(values, {}, {})
    first, second = plain.resolve(operands[0]), plain.resolve(operands[1])
    if function == "Fn::Equals":
        return str(first) == str(second)
    if function == "Fn::Contains":
        return str(second) in map(str, first)
    if function == "Fn::EachMemberEquals":
        return all(str(member) == str(second) for member in first)
    raise NotImplementedError(function)


class Resolver:
    """Puts values in place of CloudFormation's functions. A resource that has no name of its own is <LogicalId>."""

    NAMES = {
        "AWS::Lambda::Function": "FunctionName", "AWS::DynamoDB::Table": "TableName",
        "AWS::Logs::LogGroup": "LogGroupName", "AWS::CloudWatch::Alarm": "AlarmName",
        "AWS::ApiGatewayV2::Stage": "StageName",
    }
    ARNS = {
        "AWS::Lambda::Function": "lambda:{}:{}:function:", "AWS::DynamoDB::Table": "dynamodb:{}:{}:table/",
        "AWS::CloudWatch::Alarm": "cloudwatch:{}:{}:alarm:",
    }

    def __init__(self, values, conditions, resources, maps=None):
        self.values, self.conditions, self.resources, self.maps = values, conditions, resources, maps

    def resolve(self, value):
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((function, operand),) = value.items()
            if function == "Ref":
                return self.ref(operand)
            if function.startswith("Fn::"):
                return getattr(self, function[4:])(operand)
        resolved = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}

    def ref(self, name):
        if name in self.values:
            return self.values[name]
        resource = self.resources[name]
        if resource["Type"] == "AWS::Lambda::Version":
            return f"{self.GetAtt(['Function', 'Arn'])}:1"
        if resource["Type"] == "AWS::Lambda::Alias":
            return f"{self.GetAtt(['Function', 'Arn'])}:{resource['Properties']['Name']}"
        if resource["Type"] in self.NAMES:
            return self.resolve(resource["Properties"][self.NAMES[resource["Type"]]])
        return f"<{name}>"

    def GetAtt(self, operand):
        name, attribute = operand
        kind = self.resources[name]["Type"]
        if attribute == "Arn" and kind in self.ARNS:
            return f"arn:aws:{self.ARNS[kind].format(REGION, ACCOUNT)}{self.ref(name)}"
        if attribute == "ApiEndpoint":
            return f"https://{self.ref(name)}.execute-api.{REGION}.amazonaws.com"
        if kind == "Custom::Digest":
            return self.digest(self.resolve(self.resources[name]["Properties"]))
        if kind == "AWS::IAM::Role":
            return f"<{name}>"
        if kind == "AWS::Lambda::Version":
            return "1"
        if attribute.startswith("Regional"):
            return f"<{name}.{attribute}>"
        raise NotImplementedError(operand)

    def digest(self, properties):
        """What the template's own function answers to CloudFormation."""
        told, code = [], {}
        exec(self.resources["Digester"]["Properties"]["Code"]["ZipFile"], code)
        code["cfnresponse"].send = lambda event, context, status, data, physical: told.append(data)
        code["handler"]({"ResourceProperties": properties}, None)
        return told[0]["Value"]

    def If(self, operand):
        condition, then, otherwise = operand
        met = holds(self.conditions[condition], self.values, self.conditions)
        return self.resolve(then if met else otherwise)

    def FindInMap(self, operand):
        of, first, second = map(self.resolve, operand)
        return self.maps[of][first][second]

    def Sub(self, operand):
        text, named = operand if isinstance(operand, list) else (operand, {})
        named = self.resolve(named)

        def replaced(match):
            name = match[1]
            if name in named:
                return str(named[name])
            return str(self.GetAtt(name.split(".", 1)) if "." in name else self.ref(name))

        return re.sub(r"\$\{([\w:.]+)}", replaced, text)

    def Join(self, operand):
        return operand[0].join(map(str, self.resolve(operand[1])))

    def Split(self, operand):
        return self.resolve(operand[1]).split(operand[0])

    def Select(self, operand):
        return self.resolve(operand[1])[int(operand[0])]


def deployed(given=None):
    """What a deployment with these parameters has, after SAM's transform: (resources, outputs)."""
    template = read()
    given = dict(given or {})
    if given.get("Mode") != "sandbox":
        given.setdefault("ProviderSecretArn", SECRET)
    packaged = copy.deepcopy(template)
    packaged["Resources"]["Function"]["Properties"] |= PACKAGED
    values = values_of(template, given)
    told = {name: json.dumps(value) if isinstance(value, list) else str(value) for name, value in values.items()}
    transformed = transform(packaged, told, NoManagedPolicies())
    conditions = transformed.get("Conditions", {})

    def there(part):
        return "Condition" not in part or holds(conditions[part["Condition"]], values, conditions)

    resolver = Resolver(values, conditions, transformed["Resources"], transformed["Mappings"])
    resources = {}
    for name, resource in transformed["Resources"].items():
        if there(resource):
            resources[name] = {**resource, "Properties": resolver.resolve(resource.get("Properties", {}))}
    outputs = {name: resolver.resolve(o["Value"]) for name, o in transformed["Outputs"].items() if there(o)}
    return resources, outputs
