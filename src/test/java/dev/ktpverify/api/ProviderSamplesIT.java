package dev.ktpverify.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ProviderSamplesIT extends ProviderSamplesTest {}
