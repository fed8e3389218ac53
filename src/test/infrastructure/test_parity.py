"""SAM and Terraform deploy the same: setting by setting, and in what they accept."""

import re
import unittest

import model
import rules
import sam
from applied import EXAMPLES, cases, deployment, settings

VARIABLES = (sam.ROOT / "terraform/variables.tf").read_text()


class Parity(unittest.TestCase):
    maxDiff = None

    def test_the_same_is_deployed(self):
        for example in EXAMPLES:
            with self.subTest(example):
                by_sam = model.of_sam(*sam.deployed(sam.parameters(settings(example))))
                self.assertEqual([], rules.differences(by_sam, deployment(example)))

    def test_parameters_have_the_same_names_order_and_defaults(self):
        declared = re.findall(r'^variable "(\w+)" \{\n(.*?)^}', VARIABLES, re.M | re.S)
        defaults = {}
        for name, body in declared:
            default = re.search(r"^  default +=\s*(.*)$", body, re.M)
            defaults[name] = default[1].strip('"') if default else None
        expected = {}
        for name, default in defaults.items():
            if name == "invokers":
                expected |= {f"Invoker{n}": "" for n in range(1, 5)}
            elif name not in sam.ONLY_TERRAFORM:
                (parameter,) = sam.parameters({name: ""})
                expected[parameter] = "" if default in ("null", "[]") else default
        actual = {name: p.get("Default") for name, p in sam.read()["Parameters"].items()}
        self.assertEqual(list(expected), list(actual))
        self.assertEqual(expected, {name: None if d is None else str(d) for name, d in actual.items()})

    def test_every_parameter_is_described_alike(self):
        descriptions = dict(re.findall(r'^variable "(\w+)" \{\n  description = "(.*)"$', VARIABLES, re.M))
        for name, parameter in sam.read()["Parameters"].items():
            with self.subTest(name):
                self.assertGreater(len(parameter["Description"]), 10)
        for name, description in descriptions.items():
            with self.subTest(name):
                self.assertGreater(len(description), 10)

    def test_the_same_values_are_accepted_and_refused(self):
        template = sam.read()
        rule_of = {
            "AudienceWithIssuer": "jwt_issuer", "IssuerWithAudience": "jwt_issuer",
            "GroupsWithSubnets": "vpc_subnet_ids", "SubnetsWithGroups": "vpc_subnet_ids",
            "NameScopesWithIssuer": "jwt_scopes_id_name", "SelfieScopesWithIssuer": "jwt_scopes_id_selfie",
            "CertificateWithDomain": "domain_certificate_arn", "BasePathWithDomain": "domain_base_path",
            "TruststoreWithCertificate": "domain_truststore_uri", "TruststoreWithoutWayRound": "domain_truststore_uri",
            "EndpointWithDomain": "disable_execute_api_endpoint", "PageInSandbox": "page",
            "SecretInProduction": "provider_secret_arn", "NoSecretInSandbox": "provider_secret_arn",
            "NoUrlInSandbox": "provider_url", "NoProxyInSandbox": "provider_proxy",
            "NoTrustStoreInSandbox": "provider_trust_store", "NoSecretKeyInSandbox": "secret_kms_key_arn",
            **{f"{budget}WithTable": budget for budget in ("BudgetDaily", "BudgetMonthly", "BudgetPerCallerDaily")},
        }
        count = 0
        for name, variables, refused in cases():
            with self.subTest(name):
                count += 1
                given = sam.parameters({"provider_secret_arn": sam.SECRET} | variables)
                found = set()
                for fault in sam.refused(template, given):
                    fault = rule_of.get(fault, "attempt_timeout" if fault.startswith("AttemptOf") else fault)
                    fault = "invokers" if fault.startswith("Invoker") else fault
                    found.add(re.sub(r"(?<!^)(?=[A-Z])", "_", fault).lower())
                self.assertEqual(refused, found)
        self.assertGreater(count, 15)

    def test_cross_checks_say_what_to_change(self):
        rules_of_sam = sam.read()["Rules"].values()
        messages = [assertion["AssertDescription"] for rule in rules_of_sam for assertion in rule["Assertions"]]
        for message in messages:
            for name in sorted(re.findall(r'^variable "(\w+_\w+)"', VARIABLES, re.M), key=len, reverse=True):
                message = message.replace(sam.name_of(name), name)
            self.assertIn(message.strip(), VARIABLES)
