"""terraform/ applied to a stand-in for AWS."""

import json
import subprocess
import unittest

import rules
import sam
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
        applied().artifact("second")
        said = applied().apply("minimal")
        self.assertIn("0 added, 1 changed, 0 destroyed", said)
        self.assertIn("Version 2 is published, and the alias still serves 1", " ".join(said.split()))
        self.assertEqual("1", self.alias())

    def test_4_codedeploy_releases_it_and_terraform_does_not_fight_it(self):
        release = applied().terraform("minimal", "output", "-raw", "release").stdout
        applied().client("codedeploy").create_deployment(**json.loads(release))
        self.assertEqual("2", self.alias())
        code, said = applied().plan("minimal")
        self.assertNotIn("still serves", " ".join(said.split()))
        self.assertNotIn("will be updated", said)
        applied().apply("minimal")
        self.assertEqual("2", self.alias())
        self.assertEqual(0, applied().plan("minimal")[0])

    def test_5_in_the_middle_of_a_canary_terraform_leaves_the_alias_alone(self):
        weights = {"AdditionalVersionWeights": {"1": 0.1}}
        applied().client("lambda").update_alias(FunctionName="ktp-verify", Name="live", RoutingConfig=weights)
        self.assertEqual(0, applied().plan("minimal")[0])

    def test_6_destroy_leaves_nothing(self):
        for example, said in applied().both(applied().destroy).items():
            with self.subTest(example):
                self.assertRegex(said, r"Destroy complete! Resources: \d+ destroyed")
        self.assertEqual([], applied().client("lambda").list_functions()["Functions"])
        self.assertEqual([], applied().client("dynamodb").list_tables()["TableNames"])
        self.assertEqual([], applied().client("logs").describe_log_groups()["logGroups"])
        self.assertEqual([], applied().client("logs").describe_query_definitions()["queryDefinitions"])
        self.assertEqual([], applied().client("cloudwatch").list_dashboards()["DashboardEntries"])

    @staticmethod
    def alias():
        return applied().client("lambda").get_alias(FunctionName="ktp-verify", Name="live")["FunctionVersion"]


class Project(unittest.TestCase):
    def test_no_state_is_left_in_the_project(self):
        left = subprocess.run(["git", "status", "--porcelain", "--ignored", "--", "terraform"],
                              cwd=sam.ROOT, capture_output=True, text=True, check=True).stdout
        self.assertNotRegex(left, r"tfstate|\.terraform")
