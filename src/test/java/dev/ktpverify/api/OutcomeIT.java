package dev.ktpverify.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OutcomeIT extends OutcomeTest {}
