"""template.yaml after SAM's own transform, and samconfig.toml."""

import collections
import tomllib
import unittest

import model
import rules
import sam

FULL = {
    "ProviderSecretArn": sam.SECRET,
    "ProviderUrl": "https://" + "a" * 52,
    "TableKmsKeyArn": f"arn:aws:kms:{sam.REGION}:{sam.ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "SecretKmsKeyArn": f"arn:aws:kms:{sam.REGION}:{sam.ACCOUNT}:key/9876fedc-12ab-34cd-56ef-1234567890ab",
    "JwtIssuer": "https://login.example.com/",
    "JwtAudience": "ktp-verify,mobile",
    "AlarmTopicArns": f"arn:aws:sns:{sam.REGION}:{sam.ACCOUNT}:on-call",
    **{f"Invoker{n}": f"21098765432{n}" for n in range(1, 5)},
}
BARE = {"Tracing": "false", "Idempotency": "false"}


class Template(unittest.TestCase):
    maxDiff = None

    def test_holds_every_rule(self):
        for given in ({}, FULL, BARE):
            with self.subTest(str(given)):
                self.assertEqual([], sam.refused(sam.read(), {"ProviderSecretArn": sam.SECRET, **given}))
                self.assertEqual([], rules.faults(model.of_sam(*sam.deployed(given))))

    def test_makes_these_resources(self):
        count = collections.Counter(resource["Type"] for resource in sam.deployed()[0].values())
        self.assertEqual({
            "AWS::Lambda::Function": 1, "AWS::Lambda::Version": 1, "AWS::Lambda::Alias": 1,
            "AWS::Lambda::Permission": 2, "AWS::ApiGatewayV2::Api": 1, "AWS::ApiGatewayV2::Integration": 1,
            "AWS::ApiGatewayV2::Route": 2,
            "AWS::ApiGatewayV2::Stage": 1, "AWS::DynamoDB::Table": 1, "AWS::Logs::LogGroup": 2, "AWS::IAM::Role": 2,
            "AWS::IAM::Policy": 1, "AWS::CloudWatch::Alarm": 8, "AWS::CodeDeploy::Application": 1,
            "AWS::CodeDeploy::DeploymentGroup": 1, "AWS::CloudWatch::Dashboard": 1, "AWS::Logs::QueryDefinition": 6,
        }, dict(count))

    def test_without_tracing_no_star_at_all(self):
        for role in model.of_sam(*sam.deployed(BARE))["roles"].values():
            for statement in [s for policy in role["policies"].values() for s in policy]:
                self.assertNotIn("*", statement["Resource"])

    def test_permissions_and_logs_are_there_before_the_function(self):
        function = sam.read()["Resources"]["Function"]
        self.assertEqual("FunctionPolicy", function["DependsOn"])
        self.assertEqual({"Ref": "FunctionLogs"}, function["Properties"]["LoggingConfig"]["LogGroup"])

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
            "PointInTimeRecovery": "true", "DeletionProtection": "true", "Name": "another",
            **{name: value for name, value in FULL.items() if name not in ("ProviderSecretArn", "ProviderUrl")},
        }
        self.assertEqual(set(sam.read()["Parameters"]), set(changes))
        before, version = self.configuration({})
        for name, value in changes.items():
            with self.subTest(name):
                after, new = self.configuration({name: value})
                if name == "Name":  # another name is another function, with versions of its own
                    continue
                self.assertEqual(before != after, version != new, f"{name}: a version without a change fails the "
                                 "deployment, and a change without a version never reaches the alias")

    def test_a_version_s_description_fits(self):
        longest = {
            "ProviderSecretArn": sam.SECRET[:-23] + "x" * (140 - len(sam.SECRET) + 16) + "-AbCdEf",
            "ProviderUrl": FULL["ProviderUrl"], "MemorySize": "10240", "Tracing": "false", "Idempotency": "false",
            "ApplicationLogLevel": "DEBUG", "SystemLogLevel": "DEBUG",
        }
        self.assertEqual((140, 60), (len(longest["ProviderSecretArn"]), len(longest["ProviderUrl"])))
        self.assertLessEqual(len(self.configuration(longest)[1][1]), 256)

    @staticmethod
    def configuration(given):
        """What Lambda keeps in a version, and what makes CloudFormation publish a new one."""
        resources, _ = sam.deployed(given)
        function = dict(resources["Function"]["Properties"])
        function.pop("ReservedConcurrentExecutions", None)
        ((name, version),) = [(n, r) for n, r in resources.items() if r["Type"] == "AWS::Lambda::Version"]
        return function, (name, version["Properties"]["Description"])


class Profiles(unittest.TestCase):
    def test_staging_and_production_are_complete_but_for_the_secret(self):
        config = tomllib.loads((sam.ROOT / "samconfig.toml").read_text())
        self.assertEqual({"version", "staging", "production"}, set(config))
        for profile in ("staging", "production"):
            with self.subTest(profile):
                deploy = config[profile]["deploy"]["parameters"]
                self.assertEqual(f"ktp-verify-{profile}", deploy["stack_name"])
                self.assertEqual("CAPABILITY_IAM", deploy["capabilities"])
                given = dict(pair.split("=", 1) for pair in deploy["parameter_overrides"].split())
                self.assertEqual(["ProviderSecretArn"], sam.refused(sam.read(), given))
                given["ProviderSecretArn"] = sam.SECRET
                self.assertEqual([], sam.refused(sam.read(), given))
                self.assertEqual([], rules.faults(model.of_sam(*sam.deployed(given))))
