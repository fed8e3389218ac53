package dev.ktpverify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings that were looked at, and what is wrong with them. A setting that nobody looks at is none. */
final class CheckedSettings {

    private static final String PREFIX = "ktp-verify.";
    private static final String VARIABLE = "KTP_VERIFY_";

    private final Set<String> checked = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    /** The names of all that were looked at, without the prefix. */
    Set<String> names() {
        return Set.copyOf(checked);
    }

    /** What is wrong, as parts of a sentence that name the setting and never its value. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    void check(boolean sane, String property, String rule) {
        checked.add(property);
        if (!sane) {
            faults.add(PREFIX + property + " " + rule);
        }
    }

    void word(String property, String word, String... words) {
        check(Set.of(words).contains(word), property, "must be " + String.join(" or ", words));
    }

    void duration(String property, Duration duration, Duration least, Duration most) {
        boolean inRange = duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
        check(inRange, property, "must be a duration from " + written(least) + " to " + written(most));
    }

    /** As a setting is written, in the largest unit that fits. */
    private static String written(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        } else if (duration.toSeconds() % 60 != 0 || duration.isZero()) {
            return duration.toSeconds() + "s";
        } else if (duration.toMinutes() % 60 != 0) {
            return duration.toMinutes() + "m";
        }
        return duration.toHours() % 24 == 0 ? duration.toDays() + "d" : duration.toHours() + "h";
    }

    /**
     * Refuses what looks like one of these settings, and is none: a misspelt one would be left out without a word.
     *
     * @param variables the names of the environment's variables
     */
    void refuseOthers(Set<String> variables) {
        Set<String> known = checked.stream().map(CheckedSettings::variable).collect(Collectors.toSet());
        variables.stream()
                .filter(name -> name.startsWith(VARIABLE) && !known.contains(name))
                .sorted()
                .forEach(name -> faults.add(name + " is no setting"));
    }

    /** As MicroProfile Config looks for it in the environment. */
    private static String variable(String property) {
        return VARIABLE + property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
