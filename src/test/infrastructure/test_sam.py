"""template.yaml after SAM's own transform, and samconfig.toml."""

import collections
import copy
import re
import tomllib
import unittest
from unittest import mock

import model
import rules
import sam
from samtranslator.model.sam_resources import SamFunction

FULL = {
    "ProviderSecretArn": sam.SECRET,
    "ProviderUrl": "https://" + "a" * 52,
    "TableKmsKeyArn": f"arn:aws:kms:{sam.REGION}:{sam.ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "SecretKmsKeyArn": f"arn:aws:kms:{sam.REGION}:{sam.ACCOUNT}:key/9876fedc-12ab-34cd-56ef-1234567890ab",
    "JwtIssuer": "https://login.example.com/",
    "JwtAudience": "ktp-verify,mobile",
    "AlarmTopicArns": f"arn:aws:sns:{sam.REGION}:{sam.ACCOUNT}:on-call",
    **{f"Invoker{n}": f"21098765432{n}" for n in range(1, 5)},
    "ProviderProxy": "proxy.bank.example:3128",
    "ProviderTrustStore": "/opt/authorities.pem",
    "VpcSubnetIds": "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
    "VpcSecurityGroupIds": "sg-0123456789abcdef0",
    "LayerArns": ",".join(f"arn:aws:lambda:{sam.REGION}:{sam.ACCOUNT}:layer:{layer}" for layer in ("agent:7", "other:1")),
    "EnvironmentKmsKeyArn": f"arn:aws:kms:{sam.REGION}:{sam.ACCOUNT}:key/5678abcd-12ab-34cd-56ef-1234567890ab",
    "LogKmsKeyArn": f"arn:aws:kms:{sam.REGION}:{sam.ACCOUNT}:key/5678abcd-12ab-34cd-56ef-1234567890ab",
    "RolePath": "/workloads/",
    "PermissionsBoundaryArn": f"arn:aws:iam::{sam.ACCOUNT}:policy/boundary",
    "JwtScopesIdName": "ktp/name",
    "JwtScopesIdSelfie": "ktp/name,ktp/selfie",
    "DomainName": "ktp.bank.example",
    "DomainCertificateArn": f"arn:aws:acm:{sam.REGION}:{sam.ACCOUNT}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab",
    "DomainBasePath": "identity/v1",
    "DomainTruststoreUri": "s3://bank/authorities.pem",
    "DisableExecuteApiEndpoint": "true",
    "ProviderBody": "form",
    "NikCheck": "refuse",
    "NameCase": "upper",
    "BudgetDaily": "500",
    "BudgetMonthly": "10000",
    "BudgetPerCallerDaily": "100",
    "BudgetZone": "Asia/Makassar",
    "BudgetWhenUnavailable": "ask",
    "ChargedAlarm": "400",
}
BARE = {"Tracing": "false", "Idempotency": "false"}
SANDBOX = {"ProviderSecretArn": "", "Mode": "sandbox"}
PAGE = SANDBOX | {"Page": "true"}
OWN_ROLES = {f"{role}RoleArn": f"arn:aws:iam::{sam.ACCOUNT}:role/own" for role in ("Function", "Deployment", "Hook")}


class Template(unittest.TestCase):
    maxDiff = None

    def test_holds_every_rule(self):
        for given in ({}, FULL, BARE, SANDBOX, PAGE):
            with self.subTest(str(given)):
                self.assertEqual([], sam.refused(sam.read(), {"ProviderSecretArn": sam.SECRET, **given}))
                self.assertEqual([], rules.faults(model.of_sam(*sam.deployed(given))))

    def test_rules_use_no_other_functions_than_rules_may(self):
        """CloudFormation's guide, "Rule functions": a template with another one is refused as a whole."""
        allowed = {"Ref", "Fn::And", "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::Equals", "Fn::Not",
                   "Fn::Or", "Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll"}

        def functions(value):
            if isinstance(value, list):
                return set().union(*map(functions, value))
            if isinstance(value, dict):
                return set(value).union(*map(functions, value.values()))
            return set()

        for name, rule in sam.read()["Rules"].items():
            asserted = [assertion["Assert"] for assertion in rule["Assertions"]]
            with self.subTest(name):
                self.assertLessEqual(functions([rule["RuleCondition"], *asserted]), allowed)

    def test_makes_these_resources(self):
        count = collections.Counter(resource["Type"] for resource in sam.deployed()[0].values())
        self.assertEqual({
            "AWS::Lambda::Function": 3, "AWS::Lambda::Version": 1, "AWS::Lambda::Alias": 1,
            "AWS::Lambda::EventInvokeConfig": 1, "Custom::Digest": 1, "AWS::Lambda::Permission": 2, "AWS::ApiGatewayV2::Api": 1, "AWS::ApiGatewayV2::Integration": 1,
            "AWS::ApiGatewayV2::Route": 2,
            "AWS::ApiGatewayV2::Stage": 1, "AWS::DynamoDB::Table": 1, "AWS::Logs::LogGroup": 2, "AWS::IAM::Role": 3,
            "AWS::CloudWatch::Alarm": 12, "AWS::CodeDeploy::Application": 1,
            "AWS::CodeDeploy::DeploymentGroup": 1, "AWS::CloudWatch::Dashboard": 1, "AWS::Logs::QueryDefinition": 7,
        }, dict(count))

    def test_without_tracing_the_function_has_no_star_at_all(self):
        role = model.of_sam(*sam.deployed(BARE))["roles"]["<FunctionRole>"]
        for statement in [s for policy in role["policies"].values() for s in policy]:
            self.assertNotIn("*", statement["Resource"])

    def test_permissions_and_logs_are_there_before_the_function(self):
        template = sam.read()["Resources"]
        function = template["Function"]["Properties"]
        self.assertIn({"Fn::GetAtt": ["FunctionRole", "Arn"]}, function["Role"]["Fn::If"])
        self.assertIn("Policies", template["FunctionRole"]["Properties"])
        self.assertIn({"Ref": "FunctionLogs"}, function["LoggingConfig"]["LogGroup"]["Fn::If"])

    def test_roles_of_the_bank_are_taken_and_none_is_made(self):
        deployed = model.of_sam(*sam.deployed(OWN_ROLES))
        self.assertEqual({}, deployed["roles"])
        own = set(OWN_ROLES.values())
        self.assertEqual(own, {deployed[part]["role"] for part in ("function", "hook", "deployment")})

    def test_logs_outlive_the_stack_and_are_taken_again(self):
        for name in ("FunctionLogs", "AccessLogs"):
            self.assertEqual("RetainExceptOnCreate", sam.read()["Resources"][name]["DeletionPolicy"])
        again = model.of_sam(*sam.deployed({"MakeLogGroups": "false"}))
        self.assertEqual({}, again["logs"])
        self.assertEqual("/aws/lambda/ktp-verify", again["function"]["logging"]["LogGroup"])

    def test_a_landing_zone_gets_what_it_asks_for(self):
        deployed = model.of_sam(*sam.deployed(FULL))
        ((host, domain),) = deployed["domains"].items()
        self.assertEqual((FULL["DomainName"], FULL["DomainTruststoreUri"]), (host, domain["truststore"]))
        self.assertEqual([["own", "<Api>", "identity/v1"]], deployed["mappings"])
        self.assertEqual({"closed": True}, {"closed": deployed["api"]["closed"]})
        self.assertEqual(["ktp/name", "ktp/selfie"], deployed["routes"]["POST /verify/id_selfie"]["scopes"])
        for role, made in deployed["roles"].items():
            self.assertEqual([FULL["RolePath"], FULL["PermissionsBoundaryArn"]], made["within"], role)
        there = model.of_sam(*sam.deployed({"DomainName": "api.bank.example", "DomainBasePath": "ktp"}))
        self.assertEqual(({}, [["api.bank.example", "<Api>", "ktp"]]), (there["domains"], there["mappings"]))

    def test_an_alarm_that_reaches_nobody_is_told(self):
        self.assertEqual("NOBODY: AlarmTopicArns is empty", sam.deployed()[1]["AlarmsReach"])
        self.assertEqual(FULL["AlarmTopicArns"], sam.deployed(FULL)[1]["AlarmsReach"])

    def test_the_alias_moves_by_codedeploy(self):
        resources, _ = sam.deployed()
        policy = resources["FunctionAliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        self.assertEqual({"Ref": "FunctionDeploymentGroup"}, policy["DeploymentGroupName"])

    def test_old_versions_stay_to_roll_back_to(self):
        (version,) = [r for r in sam.deployed()[0].values() if r["Type"] == "AWS::Lambda::Version"]
        self.assertEqual(("Retain", "Retain"), (version["DeletionPolicy"], version["UpdateReplacePolicy"]))

    def test_a_version_is_published_for_every_setting_of_the_function_and_for_no_other(self):
        changes = {
            "ProviderSecretArn": sam.SECRET[:-1] + "g", "Architecture": "arm64", "MemorySize": "1024",
            "FunctionTimeout": "29", "AttemptTimeout": "10", "ProviderUrl": "https://sandbox.example.com",
            "ApplicationLogLevel": "DEBUG",
            "SystemLogLevel": "WARN", "Tracing": "false", "Idempotency": "false", "LogRetentionDays": "7",
            "ReservedConcurrency": "5", "ThrottlingRate": "1", "ThrottlingBurst": "1", "DeploymentConfig": "AllAtOnce",
            "MakeLogGroups": "false", **OWN_ROLES,
            "PointInTimeRecovery": "true", "DeletionProtection": "true", "Name": "another", "Mode": "sandbox", "Page": "true",
            **{name: value for name, value in FULL.items() if name not in ("ProviderSecretArn", "ProviderUrl")},
        }
        self.assertEqual(set(sam.read()["Parameters"]), set(changes))
        network = {name: FULL[name] for name in ("VpcSubnetIds", "VpcSecurityGroupIds")}
        changes |= {"VpcSubnetIds": "subnet-01234567", "VpcSecurityGroupIds": "sg-01234567"}
        for name, value in changes.items():
            with self.subTest(name):
                # One of the settings that are in the digest together is there before and after: the others must count too.
                around = network if name in network else {"Mode": "sandbox"} if name == "Page" else {"BudgetZone": "UTC"}
                before, version = self.configuration(around)
                after, new = self.configuration(around | {name: value})
                if name == "Name":  # another name is another function, with versions of its own
                    continue
                self.assertEqual(before != after, version != new, f"{name}: a version without a change fails the "
                                 "deployment, and a change without a version never reaches the alias")

    def test_what_no_version_remembers_publishes_none(self):
        """Lambda refuses a version of what is the same (409), and the stack rolls back."""
        _, before = self.configuration({})
        written = {
            "tags": ("      FunctionName: !Ref Name\n      Description: V", "      Tags: {owner: x}\n"),
            "reserved concurrency": ("      MemorySize: !Ref MemorySize\n", "      ReservedConcurrentExecutions: 5\n"),
            "retries": ("      EventInvokeConfig:\n", "      SnapStart: {ApplyOn: None}\n"),
        }
        for what, (place, line) in written.items():
            with self.subTest(what):
                mutated = sam.TEMPLATE.replace(place, line + place, 1)
                if what == "reserved concurrency":
                    mutated = mutated.replace("      ReservedConcurrentExecutions: !If", "      #", 1)
                self.assertNotEqual(mutated, sam.TEMPLATE)
                with mock.patch.object(sam, "TEMPLATE", mutated):
                    self.assertEqual(before, self.configuration({})[1])

    def test_nothing_is_published_the_day_sam_looks_at_parameters(self):
        """As SAM's pull request 3965 would have it: parameters resolved in what the version's name is made of."""
        made = SamFunction._construct_version

        def resolved(self, function, intrinsics_resolver, *more, **named):
            looked_at = copy.copy(function)
            looked_at.Environment = intrinsics_resolver.resolve_parameter_refs(copy.deepcopy(function.Environment))
            looked_at.MemorySize = intrinsics_resolver.resolve_parameter_refs(function.MemorySize)
            return made(self, looked_at, intrinsics_resolver, *more, **named)

        with mock.patch.object(SamFunction, "_construct_version", resolved):
            _, before = self.configuration({})
            for name, value in (("ThrottlingRate", "1"), ("ReservedConcurrency", "5"), ("LogRetentionDays", "7")):
                with self.subTest(name):
                    self.assertEqual(before, self.configuration({name: value})[1])
            self.assertNotEqual(before, self.configuration({"MemorySize": "1024"})[1])

    def test_a_budget_of_a_day_is_another_version_than_one_of_a_month(self):
        of_a_day, of_a_month = (self.configuration({budget: "500"})[1] for budget in ("BudgetDaily", "BudgetMonthly"))
        self.assertNotEqual(of_a_day, of_a_month)

    def test_a_version_s_description_fits(self):
        self.assertLessEqual(len(self.configuration(FULL | {"MemorySize": "10240"})[1][1]), 256)

    def test_a_setting_that_came_later_publishes_none_where_it_is_not_used(self):
        """The template of the next release, with the zip and the parameters of the last one."""
        mutated, removed = re.subn(
            r"        - .*LayerArns.*\n|        - !If \[HasProviderTrustStore.*\n|        - !If \[IsSandbox.*\n|        - !If\n          - HasInputOrBudget\n(?:           .*\n|          - .*\n)+", "",
            sam.TEMPLATE)
        self.assertEqual(4, removed)
        after = self.configuration({})
        with mock.patch.object(sam, "TEMPLATE", mutated):
            self.assertEqual(self.configuration({}), after)

    @staticmethod
    def configuration(given):
        """What Lambda keeps in a version, and what makes CloudFormation publish a new one."""
        resources, _ = sam.deployed(given)
        function = dict(resources["Function"]["Properties"])
        function.pop("ReservedConcurrentExecutions", None)
        function["Role"] = [function["Role"], resources.get("FunctionRole", {"Properties": {}})["Properties"].get("Path")]
        ((name, version),) = [(n, r) for n, r in resources.items() if r["Type"] == "AWS::Lambda::Version"]
        return function, (name, version["Properties"]["Description"])


class Image(unittest.TestCase):
    def test_the_template_with_an_image_instead_of_a_zip(self):
        """docs/deploy.md, "Where the tools differ"."""
        image = f"{sam.ACCOUNT}.dkr.ecr.{sam.REGION}.amazonaws.com/ktp-verify@sha256:{'0' * 64}"
        mutated = sam.TEMPLATE
        for old, new in (
            ("      CodeUri: target/function.zip\n", f"      PackageType: Image\n      ImageUri: {image}\n"),
            ("      Runtime: provided.al2023\n", ""), ("      Handler: not.used.in.provided.runtime\n", ""),
            ("      Layers: !If [HasLayers, !Ref LayerArns, !Ref AWS::NoValue]\n", ""),
        ):
            self.assertIn(old, mutated)
            mutated = mutated.replace(old, new)
        with mock.patch.object(sam, "TEMPLATE", mutated), mock.patch.object(sam, "PACKAGED", {}):
            resources, _ = sam.deployed()
            function = resources["Function"]["Properties"]
            self.assertEqual(("Image", {"ImageUri": image}), (function["PackageType"], function["Code"]))
            self.assertNotIn("Runtime", function)
            self.assertEqual([], rules.faults(model.of_sam(*sam.deployed())))


class Profiles(unittest.TestCase):
    def test_each_is_complete_but_for_the_secret(self):
        config = tomllib.loads((sam.ROOT / "samconfig.toml").read_text())
        self.assertEqual({"version", "sandbox", "staging", "production"}, set(config))
        for profile in ("sandbox", "staging", "production"):
            with self.subTest(profile):
                deploy = config[profile]["deploy"]["parameters"]
                self.assertEqual(f"ktp-verify-{profile}", deploy["stack_name"])
                self.assertEqual("CAPABILITY_IAM", deploy["capabilities"])
                given = dict(pair.split("=", 1) for pair in deploy["parameter_overrides"].split())
                missing = {
                    "sandbox": set(), "staging": {"ProviderSecretArn"}, "production": {"ProviderSecretArn", "AlarmTopicArns"},
                }[profile]
                self.assertEqual(missing, set(sam.refused(sam.read(), given)))
                self.assertEqual("-1", given.get("ReservedConcurrency", "-1"), "a new account has none to spare")
                given |= {name: FULL[name] for name in missing}
                self.assertEqual([], sam.refused(sam.read(), given))
                self.assertEqual([], rules.faults(model.of_sam(*sam.deployed(given))))
