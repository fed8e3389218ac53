package dev.ktpverify.observability;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(EverythingLogged.class)
class CanaryIT extends CanaryTest {}
