package dev.ktpverify.lambda;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same cases against the native binary. */
@QuarkusIntegrationTest
class DirectInvocationIT extends DirectInvocationTest {}
