package dev.ktpverify;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.DateTimeException;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Converts settings without an error: the configuration library quotes the value in its own error, which can be a secret that
 * ended up in the wrong variable. What can't be read becomes negative, which {@link ConfigCheck} refuses by name.
 */
final class LenientConverters {

    private LenientConverters() {}

    /** For whole numbers; -1 for anything else. */
    @RegisterForReflection
    public static final class OfInteger implements Converter<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer convert(String value) {
            try {
                return Integer.valueOf(value.trim());
            } catch (NumberFormatException unreadable) {
                return -1;
            }
        }
    }

    /** For limits that need not be set: null for an empty text; else as {@link OfInteger}. */
    @RegisterForReflection
    public static final class OfLimit implements Converter<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer convert(String value) {
            return value.isBlank() ? null : new OfInteger().convert(value);
        }
    }

    /** For durations as Quarkus writes them ({@code 50ms}, {@code 20s}, {@code 15m}, ISO 8601); -1 ms for anything else. */
    @RegisterForReflection
    public static final class OfDuration implements Converter<Duration> {

        private static final long serialVersionUID = 1L;

        @Override
        public Duration convert(String value) {
            try {
                return DurationConverter.parseDuration(value.trim());
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException unreadable) {
                return Duration.ofMillis(-1);
            }
        }
    }
}
