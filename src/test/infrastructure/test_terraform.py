"""terraform/ applied to a stand-in for AWS."""

import subprocess
import sys
import unittest

import deployer
import rules
import sam
import stand_in_aws
from applied import EXAMPLES, applied, deployment


class Apply(unittest.TestCase):
    """In the order of their names: what is applied first is changed and destroyed after."""

    def test_1_both_examples_are_what_they_should_be(self):
        for example in EXAMPLES:
            with self.subTest(example):
                self.assertIn("Apply complete!", applied().said[example])
                self.assertEqual([], rules.faults(deployment(example)))

    def test_2_a_second_plan_has_no_changes(self):
        for example, (code, said) in applied().both(applied().plan).items():
            with self.subTest(example):
                self.assertEqual(0, code, said)

    def test_3_a_new_artifact_is_published_and_waits_for_its_release(self):
        said = self.release()
        self.assertIn("nothing to release", said.stdout)
        self.publish("second")
        self.assertEqual("1", self.alias())

    def test_4_codedeploy_releases_it_and_terraform_does_not_fight_it(self):
        said = self.release()
        self.assertIn("1 -> 2", said.stdout)
        self.assertIn("Created\n", said.stdout)
        self.assertIn("InProgress\n", said.stdout)
        self.assertIn("Succeeded\n", said.stdout)
        self.assertEqual("2", self.alias())
        self.assertIn("nothing to release", self.release().stdout, "the output is from before the release")
        code, said = applied().plan("minimal")
        self.assertNotIn("still serves", " ".join(said.split()))
        self.assertNotIn("will be updated", said)
        applied().apply("minimal")
        self.assertEqual("2", self.alias())
        self.assertEqual(0, applied().plan("minimal")[0])
        self.assertIn("nothing to release", self.release().stdout)

    def test_4b_a_release_that_fails_says_why_and_leaves_the_alias(self):
        self.publish("third")
        stand_in_aws.refused.add("3")
        said = self.release(code=1)
        self.assertIn("Failed", said.stdout)
        self.assertIn("BeforeAllowTraffic failed", said.stderr)
        self.assertEqual("2", self.alias())
        stand_in_aws.refused.clear()
        self.assertIn("2 -> 3", self.release("--without-alarms").stdout)
        self.assertEqual("3", self.alias())
        self.assertEqual([True, True, False], [made["alarms"] for made in stand_in_aws.deployments.values()])
        applied().apply("minimal")

    def test_4c_without_the_zip_there_is_a_plan_and_the_code_stays(self):
        kept = (applied().directory / "function.zip").rename(applied().directory / "elsewhere.zip")
        code, said = applied().plan("minimal")
        kept.rename(applied().directory / "function.zip")
        self.assertEqual(0, code, said)
        self.assertIn("artifact is not there", " ".join(said.split()))

    def test_5_in_the_middle_of_a_canary_terraform_leaves_the_alias_alone(self):
        weights = {"AdditionalVersionWeights": {"1": 0.1}}
        applied().client("lambda").update_alias(FunctionName="ktp-verify", Name="live", RoutingConfig=weights)
        self.assertEqual(0, applied().plan("minimal")[0])

    def test_6_destroy_leaves_nothing_but_logs_and_needs_no_zip(self):
        (applied().directory / "function.zip").unlink()
        for example, said in applied().both(applied().destroy).items():
            with self.subTest(example):
                self.assertRegex(said, r"Destroy complete! Resources: \d+ destroyed")
        type(self).asked_for = set(stand_in_aws.asked_for)  # what follows asks for itself
        self.assertEqual([], applied().client("lambda").list_functions()["Functions"])
        self.assertEqual([], applied().client("dynamodb").list_tables()["TableNames"])
        left = {group["logGroupName"] for group in applied().client("logs").describe_log_groups()["logGroups"]}
        self.assertEqual({path.format(name) for path in ("/aws/lambda/{}", "/aws/vendedlogs/{}/access")
                          for name in ("ktp-verify", "ktp-verify-production", "ktp-verify-vpc", "ktp-verify-sandbox")}, left)
        self.assertEqual([], applied().client("logs").describe_query_definitions()["queryDefinitions"])
        self.assertEqual([], applied().client("cloudwatch").list_dashboards()["DashboardEntries"])

    def test_7_the_deployer_s_policy_allows_what_was_asked_for_and_no_more(self):
        self.assertEqual([], deployer.faults(self.asked_for))
        less = self.asked_for | {"lambda:CreateCodeSigningConfig"}
        self.assertEqual(["lacks lambda:CreateCodeSigningConfig"], deployer.faults(less))

    def publish(self, content):
        version = int(self.alias()) + 1
        applied().artifact(content)
        said = applied().apply("minimal")
        self.assertRegex(said, r"1 added, \d changed, 1 destroyed")  # the alarm of the version
        told = f"Version {version} is published, and the alias still serves {version - 1}"
        self.assertIn(told, " ".join(said.split()))

    @staticmethod
    def release(*options, code=0):
        done = subprocess.run(
            [sys.executable, sam.ROOT / "bin/release", *options, applied().directory / "terraform/examples/minimal"],
            env=applied().environment | {"KTP_VERIFY_PAUSE": "0"}, capture_output=True, text=True)
        if done.returncode != code:
            raise AssertionError(f"bin/release: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    @staticmethod
    def alias():
        return applied().client("lambda").get_alias(FunctionName="ktp-verify", Name="live")["FunctionVersion"]


class Project(unittest.TestCase):
    def test_no_state_is_left_in_the_project(self):
        left = subprocess.run(["git", "status", "--porcelain", "--ignored", "--", "terraform"],
                              cwd=sam.ROOT, capture_output=True, text=True, check=True).stdout
        self.assertNotRegex(left, r"tfstate|\.terraform")
