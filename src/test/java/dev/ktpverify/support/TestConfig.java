package dev.ktpverify.support;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.sandbox.SandboxProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** ktp-verify's settings without Quarkus, for tests of a class alone. */
public final class TestConfig {

    private TestConfig() {}

    /** Production's: nobody plays the provider within the function. */
    public static SandboxProvider noSandbox() {
        return new SandboxProvider(with(Map.of()), null, null);
    }

    /** The defaults, but for the given properties (full names). */
    public static KtpVerifyConfig with(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(KtpVerifyConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(KtpVerifyConfig.class);
    }
}
