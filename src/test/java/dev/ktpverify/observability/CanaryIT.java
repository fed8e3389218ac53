package dev.ktpverify.observability;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class CanaryIT extends CanaryTest {}
