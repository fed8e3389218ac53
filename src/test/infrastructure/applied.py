"""Terraform applied to a stand-in for AWS, once for all tests: the models of both examples, and what commands said."""

import atexit
import functools
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import model
import sam
import stand_in_aws

EXAMPLES = ("minimal", "complete", "vpc", "sandbox")
COMPLETE = {
    "name": "ktp-verify-production",
    "architecture": "arm64",
    "memory_size": 1024,
    "function_timeout": 29,
    "attempt_timeout": 25,
    "provider_url": "https://sandbox.example.com/ktp",
    "provider_proxy": "proxy.example.com:3128",
    "provider_trust_store": "/var/task/authorities.pem",
    "provider_body": "form",
    "nik_check": "refuse",
    "name_case": "upper",
    "reserved_concurrency": 25,
    "application_log_level": "DEBUG",
    "system_log_level": "WARN",
    "log_retention_days": 90,
    "tracing": False,
    "idempotency": True,
    "point_in_time_recovery": True,
    "deletion_protection": False,
    "budget_daily": 500,
    "budget_monthly": 10000,
    "budget_per_caller_daily": 100,
    "budget_zone": "Asia/Makassar",
    "budget_when_unavailable": "ask",
    "secret_kms_key_arn": f"arn:aws:kms:{sam.REGION}:{sam.ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "jwt_issuer": "https://login.example.com/",
    "jwt_audience": ["ktp-verify", "mobile-backend"],
    "jwt_scopes_id_name": ["ktp/name"],
    "jwt_scopes_id_selfie": ["ktp/selfie"],
    "role_path": "/workloads/",
    "permissions_boundary_arn": f"arn:aws:iam::{sam.ACCOUNT}:policy/boundary",
    "throttling_rate": 50,
    "throttling_burst": 100,
    "deployment_config": "Linear10PercentEvery1Minute",
    "charged_alarm": 400,
    "alarm_topic_arns": [f"arn:aws:sns:{sam.REGION}:{sam.ACCOUNT}:ktp-verify-production-alarms"],
    "invokers": [f"arn:aws:iam::{sam.ACCOUNT}:role/onboarding", "210987654321"],
}

SANDBOX = {
    "name": "ktp-verify-sandbox",
    "mode": "sandbox",
    "page": True,
    "log_retention_days": 7,
    "deployment_config": "AllAtOnce",
    "throttling_rate": 5,
    "throttling_burst": 10,
}


class Applied:
    """Copies terraform/, so that the project's own directory gets no state."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="ktp-verify-"))
        atexit.register(shutil.rmtree, self.directory)
        shutil.copytree(sam.ROOT / "terraform", self.directory / "terraform")
        self.address = stand_in_aws.start()
        self.environment = os.environ | {
            "AWS_ENDPOINT_URL": self.address, "AWS_REGION": sam.REGION, "AWS_DEFAULT_REGION": sam.REGION,
            "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "TF_IN_AUTOMATION": "1",
            "AWS_MAX_ATTEMPTS": "2",  # what the stand-in lacks should be told, not waited for
        }
        self.artifact("first")
        self.secret = self.client("secretsmanager").create_secret(Name="ktp-verify/provider", SecretString="{}")["ARN"]

    def client(self, service):
        return boto3.client(
            service, endpoint_url=self.address, region_name=sam.REGION,
            aws_access_key_id="none", aws_secret_access_key="none")

    def artifact(self, content):
        with zipfile.ZipFile(self.directory / "function.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo("bootstrap"), content)

    def terraform(self, example, command, *arguments, codes=(0,)):
        done = subprocess.run(
            ["terraform", f"-chdir={self.directory}/terraform/examples/{example}", command, *arguments],
            env=self.environment, capture_output=True, text=True)
        if done.returncode not in codes:
            raise AssertionError(f"terraform {command} of {example}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def variables(self, example):
        given = {"artifact": str(self.directory / "function.zip")}
        if example != "sandbox":
            given["provider_secret_arn"] = self.secret
        if example == "complete":
            given |= {name: COMPLETE[name] for name in ("secret_kms_key_arn", "permissions_boundary_arn", "invokers")}
        return [f"-var={name}={json.dumps(v) if isinstance(v, list) else v}" for name, v in given.items()]

    def apply(self, example):
        if not (self.directory / f"terraform/examples/{example}/.terraform").exists():
            self.terraform(example, "init", "-no-color")
        return self.terraform(example, "apply", "-auto-approve", "-no-color", *self.variables(example)).stdout

    def destroy(self, example):
        return self.terraform(example, "destroy", "-auto-approve", "-no-color", *self.variables(example)).stdout

    @staticmethod
    def both(action):
        """Does it to all examples at the same time, as most of it is waiting: {example: result}."""
        with ThreadPoolExecutor() as threads:
            return dict(zip(EXAMPLES, threads.map(action, EXAMPLES)))

    def plan(self, example):
        """0 where there is nothing to change, 2 where there is."""
        arguments = "-detailed-exitcode", "-no-color", *self.variables(example)
        done = self.terraform(example, "plan", *arguments, codes=(0, 2))
        return done.returncode, done.stdout

    def shown(self, example):
        shown = json.loads(self.terraform(example, "show", "-json").stdout)
        return json.loads(json.dumps(shown).replace(self.secret, sam.SECRET))


@functools.cache
def applied():
    """Both examples, applied."""
    made = Applied()
    made.said = made.both(made.apply)
    return made


@functools.cache
def settings(example):
    """What the example gives to the module, in Terraform's names."""
    if example == "minimal":
        return {}
    if example == "sandbox":
        return SANDBOX
    if example == "vpc":
        network = deployment(example)["function"]["network"]  # moto's ids; test_vpc looks at what they are of
        return {
            "name": "ktp-verify-vpc",
            "vpc_subnet_ids": network["SubnetIds"],
            "vpc_security_group_ids": network["SecurityGroupIds"],
        }
    (key,) = model.resources_of(applied().shown(example)["values"]["root_module"])["aws_kms_key"].values()
    names = "table_kms_key_arn", "log_kms_key_arn", "environment_kms_key_arn"
    return COMPLETE | {name: key["arn"] for name in names}


@functools.cache
def deployment(example):
    return model.of_terraform(applied().shown(example))


def cases():
    """The cases of validation.tftest.hcl that are about variables: (name, variables, refused)."""
    text = (sam.ROOT / "terraform/tests/validation.tftest.hcl").read_text()
    for name, body in re.findall(r'^run "(\w+)" \{\n(.*?)^}', text, re.M | re.S):
        given = re.search(r"variables \{\n(.*?)\n  }", body, re.S)[1]
        variables = {k: v for k, v in re.findall(r"^\s+(\w+)\s*= (.+)$", given, re.M)}
        expected = re.search(r"expect_failures = \[(.*?)]", body, re.S)
        named = re.findall(r"[\w.]+", expected[1]) if expected else []
        if set(variables) & set(sam.ONLY_TERRAFORM) or any(not failure.startswith("var.") for failure in named):
            continue  # what only Terraform can look at: a file, the region
        yield name, {k: json.loads(v) for k, v in variables.items()}, {n.removeprefix("var.") for n in named}
