package dev.ktpverify.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Mode;
import dev.ktpverify.budget.Budgets;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.provider.ProviderClient;
import dev.ktpverify.provider.SimulatedProviderClient;
import dev.ktpverify.support.Beans;
import dev.ktpverify.table.Table;
import dev.ktpverify.verification.Verifier;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** One environment of the function: the real code, with a clock, a wire and clients of the simulation. */
final class Environment {

    /** The simulation begins some minutes before a day and a month end in Jakarta. */
    static final Instant BEGINNING = Instant.parse("2026-03-31T16:45:00Z");

    /** How often an environment that stands still sees whether it goes on, in milliseconds. */
    private static final long LOOKS_AGAIN = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An environment that was killed does nothing any more: whatever it begins ends with this. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    final int number;
    private final Time time;
    private final long skew;
    final InvocationLog log;
    final CredentialsStore credentials;
    final Idempotency idempotency;
    final Verifier verifier;

    /** The invocation that it serves, null for none. */
    Invoked serves;

    /** When it last heard of the provider, or gave up to. */
    long lastAsked;

    private boolean started;
    private boolean dead;
    private long frozenUntil;

    Environment(int number, World world, long skew) {
        this.number = number;
        this.time = world.time;
        this.skew = skew;
        KtpVerifyConfig config = world.setting.config();
        Clock clock = clock();
        Optional<Table> table = Optional.of(new Table(new SimulatedDynamoDb(world, this), "table"));
        SecretsManagerClient secretsManager = new SimulatedSecrets(world, this);
        log = make(InvocationLog.class, "ktp-verify", "0", Mode.PRODUCTION);
        credentials = make(
                CredentialsStore.class,
                (Supplier<SecretsManagerClient>) () -> secretsManager,
                JSON,
                config,
                clock,
                log);
        idempotency = make(Idempotency.class, table, Beans.instance(null), config, JSON, clock);
        // a charge is counted at once, not on another thread beside the record's next write
        Budgets budgets = make(Budgets.class, Optional.of(counters(table)), config, clock, (Executor) Runnable::run);
        ProviderClient provider =
                SimulatedProviderClient.of(new SimulatedWire(world, this), credentials, config, clock, world.random);
        verifier = make(Verifier.class, credentials, idempotency, budgets, provider);
    }

    private static Object counters(Optional<Table> table) {
        try {
            return make(Class.forName(Budgets.class.getPackageName() + ".DynamoDbCounters"), table.orElseThrow());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Connects and reads the secret, as during INIT. */
    void start() {
        if (started) {
            return;
        }
        started = true;
        credentials.readAtStart();
        idempotency.connectAtStart();
    }

    /** This environment's clock, which is not quite right. */
    Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return BEGINNING.plusMillis(time.now() + skew);
            }

            @Override
            public long millis() {
                return BEGINNING.toEpochMilli() + time.now() + skew;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    void kill() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        return frozenUntil > time.now();
    }

    void freeze(long until) {
        frozenUntil = Math.max(frozenUntil, until);
    }

    /** What the function does now is done by an environment that lives. */
    void acts() {
        if (dead) {
            throw new Killed();
        }
    }

    void thaw(long at) {
        frozenUntil = at;
    }

    private void step(long millis) {
        if (serves != null) {
            serves.step(millis);
        }
    }

    /** Waits, and goes on when the environment does. */
    void waits(long millis) {
        step(Math.max(0, millis));
        time.sleepUntil(time.now() + Math.max(0, millis));
        while (frozenUntil > time.now() && !dead) {
            time.sleepUntil(Math.min(frozenUntil, time.now() + LOOKS_AGAIN));
        }
        acts();
    }

    /** Something is under way and arrives, whatever becomes of the environment. */
    void travels(long millis) {
        acts();
        step(millis);
        time.sleepUntil(time.now() + millis);
    }

    /** Does something of the simulation's own: what it throws besides the given is a bug of the simulation. */
    <T> T simulates(Supplier<T> action) {
        try {
            return action.get();
        } catch (SdkException | UncheckedIOException | Killed expected) {
            throw expected;
        } catch (Throwable bug) {
            time.fail(bug);
            throw bug;
        }
    }

    static long millis(Duration duration) {
        return Math.max(0, duration.toMillis());
    }

    /** Calls a constructor that is its package's own. */
    @SuppressWarnings("unchecked")
    static <T> T make(Class<T> type, Object... arguments) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (takes(constructor.getParameterTypes(), arguments)) {
                try {
                    constructor.setAccessible(true);
                    return (T) constructor.newInstance(arguments);
                } catch (InvocationTargetException e) {
                    throw new AssertionError(e.getCause());
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("no such constructor of " + type);
    }

    private static boolean takes(Class<?>[] types, Object... arguments) {
        boolean all = types.length == arguments.length;
        for (int i = 0; all && i < types.length; i++) {
            all = types[i].isInstance(arguments[i]);
        }
        return all;
    }
}
