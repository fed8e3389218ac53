package dev.ktpverify.observability;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class GoldenLinesIT extends GoldenLinesTest {}
