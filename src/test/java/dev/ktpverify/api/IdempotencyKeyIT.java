package dev.ktpverify.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same cases against the native binary. */
@QuarkusIntegrationTest
class IdempotencyKeyIT extends IdempotencyKeyTest {}
