"""terraform/hook.py, which CodeDeploy asks before a release: every way in which a version may not work stops it."""

import io
import json
import os
import unittest
from unittest import mock

import boto3
import sam
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

VERSION = f"arn:aws:lambda:{sam.REGION}:{sam.ACCOUNT}:function:ktp-verify:7"
REFUSED = {"status": "INVALID_ARGUMENT", "charge": "FREE", "http_status": 400}
HEALTHY = {"status": "OK", "charge": "FREE", "http_status": 200}
SICK = {"status": "UNHEALTHY", "charge": "FREE", "secret": False, "http_status": 503}


def loaded(name, path):
    loader = SourceFileLoader(name, str(sam.ROOT / path))
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


HOOK, PACK = loaded("hook", "terraform/hook.py"), loaded("pack_hook", "bin/pack-hook")


class Version:
    """The new version: what it answers to each question, or how it fails."""

    def __init__(self, answers):
        self.answers, self.asked, self.told = list(answers), [], []

    def invoke(self, FunctionName, Payload):
        self.asked.append((FunctionName, json.loads(Payload)))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        failed = {"FunctionError": "Unhandled"} if answer is None else {}
        return {"Payload": io.BytesIO(json.dumps(answer).encode()), **failed}

    def put_lifecycle_event_hook_execution_status(self, **told):
        self.told.append(told)


class Hook(unittest.TestCase):
    def status(self, *answers):
        version = Version(answers)
        event = {"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "e-1"}
        with mock.patch.dict(os.environ, TARGET=VERSION), mock.patch.object(boto3, "client", lambda _: version):
            with mock.patch("builtins.print"):
                HOOK.handler(event, None)
        (told,) = version.told
        self.assertEqual(("d-1", "e-1"), (told["deploymentId"], told["lifecycleEventHookExecutionId"]))
        self.assertTrue(all(asked == VERSION for asked, _ in version.asked))
        self.questions = [question for _, question in version.asked]
        return told["status"]

    def test_a_version_that_works_is_released_and_is_asked_nothing_that_costs(self):
        self.assertEqual("Succeeded", self.status(REFUSED, HEALTHY))
        self.assertEqual([{}, {"health": True}], self.questions)

    def test_a_version_that_does_not_is_not(self):
        for what, answers in {
            "does not start": [None],
            "can't be invoked": [RuntimeError("AccessDenied")],
            "answers everything with 500": [REFUSED | {"http_status": 500}],
            "charges": [REFUSED | {"charge": "CHARGED"}],
            "is another program": ["Hello from Lambda!"],
            "can't reach what it needs": [REFUSED, SICK],
            "knows no health": [REFUSED, REFUSED],
            "crashes on health": [REFUSED, None],
        }.items():
            with self.subTest(what):
                self.assertEqual("Failed", self.status(*answers))

    def test_both_tools_have_this_one(self):
        self.assertEqual(PACK.packed(), (sam.ROOT / "terraform/hook.zip").read_bytes(), "run bin/pack-hook")
        inline = sam.read()["Resources"]["Hook"]["Properties"]["Code"]["ZipFile"]
        self.assertEqual((sam.ROOT / "terraform/hook.py").read_text().strip(), inline.strip())
