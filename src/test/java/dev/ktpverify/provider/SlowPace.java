package dev.ktpverify.provider;

import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.Names;
import java.util.Map;

/** Attempts that may take longer than there is time, pauses that leave time to act, and a host name that can vanish. */
public class SlowPace extends FaultyWorldProfile {

    static final int PAUSE_MILLIS = 1_000;

    public SlowPace() {
        super(Map.of(
                "host",
                Names.PROVIDER,
                "ktp-verify.provider.attempt-timeout",
                "5s",
                "ktp-verify.provider.retry-pause",
                PAUSE_MILLIS + "ms"));
    }
}
