package dev.ktpverify.idempotency;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same cases against the native binary. */
@QuarkusIntegrationTest
class StoreDownIT extends StoreDownTest {}
