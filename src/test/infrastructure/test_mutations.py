"""The checks are worth something: each of these mistakes makes the named one fail."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import rules
import sam
import test_alarms
import test_hook
import test_parity
import test_sam

RULES = (test_sam.Template, "test_holds_every_rule")
NO_VERSIONS = (test_sam.Template, "test_what_no_version_remembers_publishes_none")
HOOK = (test_hook.Hook, "test_both_tools_have_this_one")
PLAYED = (test_alarms.Alarms, "test_sam")
BUDGETS = (test_alarms.Alarms, "test_budgets_of_sam")
MADE = (test_alarms.Alarms, "test_alarms_are_made_where_they_can_go_off")
KEPT = (test_sam.Template, "test_logs_outlive_the_stack_and_are_taken_again")
CLOSED = (test_sam.Template, "test_a_landing_zone_gets_what_it_asks_for")
VERSIONS = (test_sam.Template, "test_a_version_is_published_for_every_setting_of_the_function_and_for_no_other")
DEFAULTS = (test_parity.Parity, "test_parameters_have_the_same_names_order_and_defaults")
OLD_VERSIONS = (test_sam.Template, "test_old_versions_stay_to_roll_back_to")
VALUES = (test_parity.Parity, "test_the_same_values_are_accepted_and_refused")
SAME = (test_parity.Parity, "test_the_same_is_deployed")

OF_TEMPLATE = [
    # mistake, what is written, what is written then, the check, what it says
    ("an open route", "AuthorizationType: !If [IsJwt, JWT, AWS_IAM]", "AuthorizationType: NONE", RULES, "open route"),
    ("a token of any issuer's client", "AuthorizerId: !If [IsJwt, !Ref JwtAuthorizer, !Ref AWS::NoValue]",
     "OperationName: x", RULES, "open route"),
    ("a catch-all route", "RouteKey: POST /verify/id_selfie", "RouteKey: $default", RULES, "catch-all"),
    ("a route by another method", "RouteKey: POST /verify/id_name", "RouteKey: ANY /verify/id_name", RULES, "routes"),
    ("every secret", "Resource: [!Ref ProviderSecretArn]", "Resource: ['*']", RULES, "star"),
    ("every secret of a prefix", "Resource: [!Ref ProviderSecretArn]", "Resource: [!Sub '${ProviderSecretArn}*']",
     RULES, "star"),
    ("every action on the table", "dynamodb:UpdateItem]", "dynamodb:*]", RULES, "star"),
    ("one more action on the table", "dynamodb:UpdateItem]", "dynamodb:UpdateItem, dynamodb:DeleteItem]", RULES,
     "one table"),
    ("a table that counts nothing", ", dynamodb:UpdateItem]", "]", RULES, "one table"),
    ("every table", "Resource: [!GetAtt IdempotencyTable.Arn]", "Resource: [!Sub '${IdempotencyTable.Arn}/*']", RULES,
     "star"),
    ("a wider star for traces", "xray:PutTraceSegments]", "xray:PutTraceSegments, xray:GetTraceSummaries]", RULES,
     "star"),
    ("a policy of AWS", "Description: !Sub What the function ${Name} may do",
     "ManagedPolicyArns: [arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess]\n      Description: x", RULES, "star"),
    ("CodeDeploy may move any alias", "function:${Name}:live\n", "function:*\n", RULES, "star"),
    ("anybody may take the role", "Service: lambda.amazonaws.com", "AWS: '*'", RULES, "star"),
    ("API Gateway may invoke for any API", "${Api}/$default/POST/verify/id_name", "*/$default/POST/verify/id_name",
     RULES, "star"),
    ("a gateway that gives up first", "TimeoutInMillis: 30000", "TimeoutInMillis: 27000", RULES, "time-outs"),
    ("a time-out of the gateway's", "MaxValue: 29", "MaxValue: 30", VALUES, "function_timeout"),
    ("another time-out", "Default: 28", "Default: 27", DEFAULTS, "27"),
    ("an attempt as long as the function", "[['21', '22'", "[['20', '21', '22'", VALUES, "attempt_timeout"),
    ("a budget that nothing counts", "- Assert: !Equals [!Ref Idempotency, 'true']", "- Assert: !Equals [a, a]", VALUES,
     "budget_daily"),
    ("a budget that is nothing", "AllowedPattern: ^([1-9][0-9]{0,8})?$", "AllowedPattern: ^([0-9]{0,9})?$", VALUES,
     "budget_daily"),
    ("a budget that the function is not told", "KTP_VERIFY_BUDGET_MONTHLY: !If [HasBudgetMonthly,",
     "KTP_VERIFY_BUDGET_MONTH: !If [HasBudgetMonthly,", SAME, "KTP_VERIFY_BUDGET_MONTHLY"),
    ("a budget that no version is published for", "              - !Ref BudgetPerCallerDaily\n", "", VERSIONS,
     "BudgetPerCallerDaily"),
    ("an alarm of what is used of a budget on average", "Stat: Maximum", "Stat: Average", BUDGETS, "Average"),
    ("an alarm that looks at the day's budget alone", "Expression: MAX([daily, monthly])", "Expression: daily", BUDGETS,
     "budget-80"),
    ("a caller that wakes nobody", "MetricName: CallerBudgetUsed", "MetricName: DailyBudgetUsed", BUDGETS, "caller-budget-100"),
    ("an alarm of a budget that nobody set", "    Condition: HasCommonBudget\n", "", MADE, "budget-80"),
    ("an alarm of charges that can't be switched off", "    Condition: HasChargedAlarm\n", "", MADE, "charged"),
    ("charges of five minutes", "      Period: 86400\n", "      Period: 300\n", SAME, "charged.metric"),
    ("an issuer without audience", "- Assert: !Not [!Equals [!Ref JwtAudience, '']]", "- Assert: !Equals [a, a]",
     VALUES, "jwt_issuer"),
    ("less memory", "Default: 256", "Default: 128", DEFAULTS, "128"),
    ("an alarm that is missing",
     re.compile(r"  QuotaAlarm:\n.*?(?=  UnknownChargesAlarm:\n)| +- !(Ref QuotaAlarm|GetAtt QuotaAlarm.Arn)\n", re.S), "",
     RULES,
     "alarms"),
    ("an alarm of a metric that nobody writes", "MetricName: QuotaExhausted", "MetricName: QuotaExceeded", RULES,
     "alarm metric"),
    ("a dashboard of another function", '"Charged", "FunctionName", "${Name}"', '"Charged", "FunctionName", "other"',
     RULES, "dashboard: shows"),
    ("a dashboard without an alarm", "              - !GetAtt QuotaAlarm.Arn\n", "", RULES, "dashboard: shows the states"),
    ("a dashboard that is not Terraform's", '"title": "Environments at work"', '"title": "Environments"', SAME,
     "dashboards"),
    ("a query of another log group", "LogGroupNames: [!If [MakesLogGroups, !Ref FunctionLogs",
     "LogGroupNames: [!If [MakesLogGroups, !Ref AccessLogs", RULES,
     "queries: of"),
    ("an alarm that names another section", "Runbook: docs/runbook.md#quota", "Runbook: docs/runbook.md#credentials", RULES,
     "description: ktp-verify-quota"),
    ("endings without a cause", "by operation, answer, cause, charge", "by operation, answer, charge", RULES,
     "queries: endings"),
    ("an unknown charge that no caller can find", "principal, reference_id, ", "", RULES, "queries: unknown charges"),
    ("a query that the runbook misses", "Name: !Sub ${Name}/slowest", "Name: !Sub ${Name}/slow", RULES,
     "queries: the runbook"),
    ("an alarm that reaches nobody",
     re.compile(r"(?<=      Threshold: 70\n      TreatMissingData: notBreaching\n)      AlarmActions: .*\n"), "", SAME,
     "duration.actions"),
    ("an alarm with another threshold", "      Threshold: 70\n", "      Threshold: 90\n", SAME, "duration.breach"),
    ("a release that no alarm stops", "            - !Ref UnknownChargesAlarm\n", "", RULES, "canary"),
    ("calls past the alias", "IntegrationUri: !Ref Function.Alias", "IntegrationUri: !GetAtt Function.Arn", RULES,
     "alias"),
    ("a setting that no version is published for",
     re.compile(r"\$\{MemorySize\} MB, |        - !Ref MemorySize\n"), "", VERSIONS, "MemorySize"),
    ("versions that go with the next one", "    UpdateReplacePolicy: Retain\n", "", OLD_VERSIONS,
     "UpdateReplacePolicy"),
    ("a version for a setting that is not the function's", "        - !Ref Architecture\n",
     "        - !Ref Architecture\n        - !Ref ThrottlingRate\n", VERSIONS, "ThrottlingRate"),
    ("a network that no version is published for", "        - !Join [',', !Ref VpcSubnetIds]\n", "", VERSIONS,
     "VpcSubnetIds"),
    ("an agent that no version is published for", 
     re.compile(r"        - !If \[HasLayers, !Join .*\n"), "", VERSIONS, "LayerArns"),
    ("a version for tags", "      AutoPublishAlias: live\n",
     "      AutoPublishAlias: live\n      AutoPublishAliasAllProperties: true\n", NO_VERSIONS, "FunctionVersion"),
    ("a question that Lambda asks again", "MaximumRetryAttempts: 0", "MaximumRetryAttempts: 2", RULES, "asked again"),
    ("a release that asks nothing first", "        Hooks:\n          PreTraffic: !Ref Hook\n", "", RULES, "hook"),
    ("a hook of another version", "TARGET: !Ref Function.Version", "TARGET: !Ref Function.Alias", RULES, "hook: asks"),
    ("a hook that is not Terraform's", "QUESTIONS = (({}, 400), ({", "QUESTIONS = (({", HOOK, "hook.py"),
    ("a release that errors do not stop", "            - !Ref ReleaseAlarm\n", "", RULES, "canary"),
    ("bugs that nobody is told of", "            - !Ref BugsAlarm\n", "", RULES, "canary"),
    ("an outage that direct callers do not notice", "Expression: IF(failures >= 3,", "Expression: IF(failures >= 30,",
     PLAYED, "provider"),
    ("a code in a VPC that makes interfaces", "Effect: Deny", "Effect: Allow", RULES, "star"),
    ("a role outside of the boundary", "      Path: !Ref RolePath\n", "      Path: /\n", SAME, "within"),
    ("logs in the clear", "KmsKeyId: !If [HasLogKey, !Ref LogKmsKeyArn,", "KmsKeyId: !If [HasLogKey, !Ref AWS::NoValue,", SAME,
     "logs"),
    ("logs that go with the stack", "DeletionPolicy: RetainExceptOnCreate", "DeletionPolicy: Delete", KEPT, "Delete"),
    ("a way round mutual TLS", "DisableExecuteApiEndpoint: !Ref DisableExecuteApiEndpoint",
     "DisableExecuteApiEndpoint: 'false'", CLOSED, "closed"),
    ("scopes that nobody asks for", "!Split [',', !Ref JwtScopesIdSelfie]", "!Split [',', !Ref JwtScopesIdName]", SAME,
     "scopes"),
    ("signal handlers", "DISABLE_SIGNAL_HANDLERS: 'true'", "ANOTHER: 'true'", RULES, "signal handlers"),
    ("text logs", "LogFormat: JSON", "LogFormat: Text", RULES, "json logs"),
    ("logs for ever", "      RetentionInDays: !Ref LogRetentionDays\n", "", RULES,
     "log retention"),
    ("an access log with the path", '"route":"$context.routeKey"', '"path":"$context.path"', RULES, "access log"),
    ("records that live for ever", "AttributeName: expires_at", "AttributeName: expires", RULES, "table"),
    ("a gate without throttling", "ThrottlingRateLimit: !Ref ThrottlingRate", "ThrottlingRateLimit: 0", RULES,
     "throttling"),
    ("an invoker with a star",
     "  Invoker4:\n    Type: String\n    Description: One more, as Invoker1.\n    Default: ''",
     "  Invoker4:\n    Type: String\n    Description: One more.\n    Default: '*'", RULES, "Invoker4"),
    ("a page in production", "HasPage: !Equals [!Ref Page, 'true']", "HasPage: !Equals [a, a]", RULES, "page: production"),
    ("routes of a page that is not there", "    Condition: HasPage\n", "", RULES, "routes: deployed"),
    ("a page that a template lets production have", "- Assert: !Equals [!Ref Mode, sandbox]", "- Assert: !Equals [a, a]",
     VALUES, "page"),
    ("a page that nobody can open", "AuthorizationType: NONE", "AuthorizationType: AWS_IAM", RULES, "page"),
    ("a sandbox with a secret", "- Assert: !Equals [!Ref ProviderSecretArn, '']", "- Assert: !Equals [a, a]", VALUES,
     "provider_secret_arn"),
    ("production without a secret", "- Assert: !Not [!Equals [!Ref ProviderSecretArn, '']]", "- Assert: !Equals [a, a]",
     VALUES, "provider_secret_arn"),
    ("a sandbox that reads a secret", "                - HasSecret\n", "                - MakesLogGroups\n", RULES,
     "one secret"),
    ("a sandbox that is told to be production", "KTP_VERIFY_MODE: !If", "KTP_VERIFY_MODUS: !If", RULES, "one secret"),
    ("a mode that no version is published for", re.compile(r"        - !If \[IsSandbox, .*\n"), "", VERSIONS, "Page"),
    ("a release in the sandbox that a test number stops", "        Alarms: !If\n          - IsSandbox\n",
     "        Alarms: !If\n          - HasPage\n", RULES, "canary"),
    ("an alarm of production's metrics in the sandbox", "Namespace: !FindInMap [Modes, !Ref Mode, Namespace]",
     "Namespace: ktp-verify", RULES, "alarm metric"),
]
OF_TERRAFORM = [
    ("an open route", "api.tf", 'local.jwt ? "JWT" : "AWS_IAM"', '"NONE"', "behaviour", "without IAM authorization"),
    ("a route that the contract has not", "api.tf", 'toset(["POST /verify/id_name"',
     'toset(["POST /verify/id_card", "POST /verify/id_name"', "behaviour", "other routes"),
    ("every secret", "iam.tf", "Resource = [arn]", 'Resource = ["*"]', "policies",
     "The function's policy"),
    ("every action on the table", "iam.tf", '"dynamodb:UpdateItem"]', '"dynamodb:*"]', "policies",
     "The function's policy"),
    ("CodeDeploy moves every alias", "iam.tf", '"${aws_lambda_function.verify.arn}:${local.alias}"', '"*"', "policies",
     "CodeDeploy's policy"),
    ("code in a VPC that makes interfaces", "iam.tf", '"Deny"', '"Allow"', "policies", "The function's policy"),
    ("a role outside of the boundary", "iam.tf", "= var.permissions_boundary_arn", "= null", "policies", "boundary"),
    ("a question that Lambda asks again", "function.tf", "maximum_retry_attempts       = 0",
     "maximum_retry_attempts       = 2", "behaviour", "paid again"),
    ("a hook of another version", "hook.tf", "verify.qualified_arn", "verify.arn", "behaviour", "Another version is asked"),
    ("a release of what is served", "outputs.tf", "? null : jsonencode", '? "{}" : jsonencode', "behaviour",
     "served already"),
    ("logs that go with the deployment", "logs.tf", "skip_destroy      = true", "skip_destroy      = false", "behaviour",
     "go with the deployment"),
    ("a way round mutual TLS", "api.tf", "= var.disable_execute_api_endpoint", "= false", "behaviour",
     "without the client's certificate"),
    ("an alarm that reaches nobody", "deployment.tf", "length(var.alarm_topic_arns) > 0",
     "length(var.alarm_topic_arns) >= 0", "behaviour",
     "Missing expected failure"),
    ("another time-out", "function.tf", "= var.function_timeout", "= 30", "behaviour", "function is another"),
    ("an alarm that is missing", "alarms.tf", "      quota = {", "      quotas = {", "behaviour", "alarm is missing"),
    ("an alarm of a budget that nobody set", "alarms.tf", "length(local.common_budgets) == 0 ?", "false ?", "behaviour",
     "alarm is missing"),
    ("an alarm that looks at the day's budget alone", "alarms.tf", '["MAX([daily, monthly])"]', '["daily"]', "behaviour",
     "used more"),
    ("a release that no alarm stops", "deployment.tf", "    enabled = true\n    alarms",
     "    enabled = false\n    alarms", "behaviour", "canary"),
    ("logs for ever", "logs.tf", "retention_in_days = var.log_retention_days", "retention_in_days = 0", "behaviour",
     "kept for another time"),
    ("records that live for ever", "table.tf", '"expires_at"', '"expires"', "behaviour", "table is another"),
    ("a page in production", "variables.tf", '!var.page || var.mode == "sandbox"', '!var.page || var.mode != ""', "validation",
     "Missing expected failure"),
    ("a sandbox that reads a secret", "iam.tf", "for arn in var.provider_secret_arn[*]", 'for arn in ["*"]', "policies",
     "The sandbox's policy"),
    ("a page without a sandbox's setting", "function.tf", 'var.page ? { KTP_VERIFY_PAGE = "on" } : {}', "{}", "behaviour",
     "not told"),
    ("a verification that is open with the page", "api.tf", 'local.jwt ? "JWT" : "AWS_IAM"',
     'var.page ? "NONE" : local.jwt ? "JWT" : "AWS_IAM"', "behaviour", "More is open"),
    ("an alarm of production's metrics in the sandbox", "alarms.tf", 'local.sandbox ? "ktp-verify/sandbox" : "ktp-verify"',
     '"ktp-verify"', "behaviour", "production's metrics"),
    ("a time-out of the gateway's", "variables.tf", "function_timeout <= 29", "function_timeout <= 30", "validation",
     "Missing expected failure"),
]


def once_more(case):
    """What the check says; nothing where it passes."""
    holder, name = case
    result = unittest.TestResult()
    holder(name).run(result)
    return "\n".join(said for _, said in result.failures + result.errors)


class Mutations(unittest.TestCase):
    def test_of_the_template(self):
        for mistake, old, new, check, says in OF_TEMPLATE:
            with self.subTest(mistake):
                mutated = old.sub(new, sam.TEMPLATE) if isinstance(old, re.Pattern) else sam.TEMPLATE.replace(old, new)
                self.assertTrue(mutated != sam.TEMPLATE, "the template has nothing to change here any more")
                with mock.patch.object(sam, "TEMPLATE", mutated):
                    self.noticed(f"template.yaml, {mistake}", once_more(check), says)

    def test_of_the_contract(self):
        for mistake, old, new in (
            ("a route that is not deployed", "  /verify/id_selfie:\n", "  /verify/id_card:\n"),
            ("a method that is not deployed", "  /verify/id_name:\n    post:\n", "  /verify/id_name:\n    put:\n"),
        ):
            with self.subTest(mistake), mock.patch.object(rules, "OPENAPI", rules.OPENAPI.replace(old, new)):
                self.noticed(f"openapi.yaml, {mistake}", once_more(RULES), "routes: deployed")

    def test_of_terraform(self):
        """Each in a copy of its own, some at a time: most of it is Terraform's waiting for the provider."""
        with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
            module = Path(directory) / "terraform"
            shutil.copytree(sam.ROOT / "terraform", module)
            self.terraform(module, "init", "-backend=false")
            for (mistake, file, _, _, _, says), said in zip(
                    OF_TERRAFORM, threads.map(lambda mutation: self.mutated(module, *mutation), OF_TERRAFORM)):
                with self.subTest(mistake):
                    self.noticed(f"terraform/{file}, {mistake}", said, says)

    def mutated(self, module, mistake, file, old, new, check, says):
        """What the tests say of the mistake; those of the check alone, up to the one that notices."""
        copy = Path(tempfile.mkdtemp(dir=module.parent)) / "terraform"
        shutil.copytree(module, copy, symlinks=True)
        text = (copy / file).read_text()
        self.assertIn(old, text)
        (copy / file).write_text(text.replace(old, new))
        done = self.terraform(copy, "test", "-no-color", f"-filter=tests/{check}.tftest.hcl")
        return done.stdout + done.stderr if done.returncode else ""

    def noticed(self, mistake, said, expected):
        said = " ".join(said.split())
        self.assertIn(expected, said, f"{mistake} went unnoticed")
        print(f"{mistake}: noticed ({expected})", flush=True)

    @staticmethod
    def terraform(module, *arguments):
        return subprocess.run(["terraform", f"-chdir={module}", *arguments], capture_output=True, text=True)


if __name__ == "__main__":
    unittest.main()
