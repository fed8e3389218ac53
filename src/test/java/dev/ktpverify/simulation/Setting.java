package dev.ktpverify.simulation;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.support.TestConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What one world is like; each has its own.
 *
 * @param environments how many there are at most
 * @param skewMillis how far clocks are from the true time at most, in milliseconds
 * @param trouble how much goes wrong with the provider and Secrets Manager, from 0 to 1
 * @param tableTrouble how much goes wrong with the table, from 0 to 1
 * @param crashes the part of the invocations that are killed
 * @param freezes the part of the invocations during which the environment stands still
 * @param callers how many callers there are
 * @param config the function's settings
 */
record Setting(
        int environments,
        int skewMillis,
        double trouble,
        double tableTrouble,
        double crashes,
        double freezes,
        int callers,
        KtpVerifyConfig config) {

    static Setting of(RandomGenerator random) {
        Map<String, String> properties = new HashMap<>(Map.of("ktp-verify.provider.url", "https://provider.invalid"));
        String[] kept = {"15m", "1h", "1h", "24h"};
        properties.put("ktp-verify.idempotency.retention", kept[random.nextInt(kept.length)]);
        String[] windows = {"60s", "60s", "10s", "5m", "0s"};
        properties.put("ktp-verify.idempotency.implicit-window", windows[random.nextInt(windows.length)]);
        String[] ages = {"15m", "1m"};
        properties.put("ktp-verify.provider.secret-max-age", ages[random.nextInt(ages.length)]);
        int budget = Math.max(0, random.nextInt(6) - 2);
        if (budget >= 1) {
            properties.put("ktp-verify.budget.daily", budget(random, 1));
        }
        if (budget >= 2) {
            properties.put("ktp-verify.budget.monthly", budget(random, 2));
        }
        if (budget == 3) {
            properties.put("ktp-verify.budget.per-caller.daily", budget(random, 1));
        }
        boolean calm = random.nextInt(8) == 0;
        return new Setting(
                1 + random.nextInt(8),
                random.nextInt(1300),
                calm || random.nextInt(4) == 0 ? 0 : random.nextDouble(),
                calm || random.nextInt(4) == 0 ? 0 : random.nextDouble(),
                calm || random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2,
                calm ? 0 : random.nextDouble() * 0.1,
                1 + random.nextInt(5),
                TestConfig.with(properties));
    }

    Optional<Integer> daily() {
        return config.budget().daily();
    }

    Optional<Integer> monthly() {
        return config.budget().monthly();
    }

    Optional<Integer> perCaller() {
        return config.budget().perCaller().daily();
    }

    /** Small ones, too: the fewer charges, the more one that is counted wrongly stands out. */
    private static String budget(RandomGenerator random, int times) {
        return String.valueOf(times * (1 + random.nextInt(2 << random.nextInt(10))));
    }

    String summary() {
        return "up to %d environments, clocks off by %d ms, trouble %.2f and %.2f, crashes %.2f, freezes %.2f, window %s, retention %s"
                .formatted(
                        environments,
                        skewMillis,
                        trouble,
                        tableTrouble,
                        crashes,
                        freezes,
                        config.idempotency().implicitWindow(),
                        config.idempotency().retention());
    }
}
