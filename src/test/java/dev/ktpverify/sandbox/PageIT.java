package dev.ktpverify.sandbox;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class PageIT extends PageTest {}
