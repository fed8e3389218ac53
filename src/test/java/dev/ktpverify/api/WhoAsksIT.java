package dev.ktpverify.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class WhoAsksIT extends WhoAsksTest {}
