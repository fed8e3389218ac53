package dev.ktpverify.provider;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class FormBodyIT extends FormBodyTest {}
