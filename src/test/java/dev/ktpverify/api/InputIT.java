package dev.ktpverify.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class InputIT extends InputTest {}
