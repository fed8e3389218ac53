package dev.ktpverify;

/** Who answers a question: the provider, or a table of test numbers. */
public enum Mode {
    /** The provider is asked, and charges. */
    PRODUCTION,
    /** Nothing leaves the function, nothing is charged: {@code ktp-verify.mode=sandbox}. */
    SANDBOX;

    /** The one that is configured. */
    public static Mode of(KtpVerifyConfig config) {
        return KtpVerifyConfig.SANDBOX.equals(config.mode()) ? SANDBOX : PRODUCTION;
    }

    /** What {@code livemode} says in every answer and line of the log: whether somebody real was asked about. */
    public boolean isLive() {
        return this == PRODUCTION;
    }
}
