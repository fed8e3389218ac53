package dev.ktpverify.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.IdempotencyKey;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Principal;
import dev.ktpverify.invocation.ReferenceId;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.provider.Attempts;
import dev.ktpverify.support.dynamodb.InMemoryTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One simulation: environments, a table, a provider, a secret that is rotated, and callers. Everything that happens follows from
 * its seed.
 */
final class World {

    private static final long FUNCTION_TIMEOUT = 28_000;
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    /** What a question can end with where nothing goes wrong any more. */
    private static final Set<Failure> ENDS =
            Set.of(Failure.ANSWER_LOST, Failure.ANSWER_LATE, Failure.BUDGET_EXHAUSTED, Failure.IDEMPOTENCY_KEY_REUSED);

    /** What an environment notices by itself to be over. */
    private static final Set<Failure> OVER = Set.of(Failure.CIRCUIT_OPEN, Failure.UNAUTHORIZED, Failure.NO_CREDENTIALS);

    private static final int MOST_STEPS = 16;
    private static final int MOST_WAITING = 10;
    private static final int MOST_TRIES = 6;
    private static final int MOST_TRIES_AT_LAST = 10;

    final RandomGenerator random;
    final Time time = new Time();
    final Setting setting;
    final InMemoryTable table = new InMemoryTable();
    final Coverage coverage;
    final Story story;
    final Auditor auditor;

    private final int verifications;
    private final List<Environment> environments = new ArrayList<>();
    private final Map<Object, Ask> open = new LinkedHashMap<>();
    private final long pace;
    private boolean calm;
    private int started;
    private int waiting;
    private int asks;
    private int made;
    private int orders;
    private int secretKept = 1;
    private int secretValidFrom = 1;
    private int secretValidTo = 1;
    private long tableDownUntil;
    private long providerDownUntil;

    /**
     * @param seed decides everything
     * @param verifications how many invocations there are before the end
     * @param coverage counts what was met
     * @param told whether the story is wanted
     */
    World(long seed, int verifications, Coverage coverage, boolean told) {
        this.random = new SplittableRandom(seed);
        this.setting = Setting.of(random);
        this.verifications = verifications;
        this.coverage = coverage;
        this.story = new Story(time, told);
        this.auditor = new Auditor(setting, time);
        this.pace = 100 + random.nextInt(4000);
    }

    /**
     * Lets everything happen.
     *
     * @throws AssertionError if the auditor objects, or the simulation itself fails
     */
    void run() {
        time.at(0, this::arrive);
        time.at(MINUTE, this::outage);
        time.at(10 * MINUTE, this::rotate);
        time.run();
        auditor.close();
    }

    // --- what the twins ask

    /** How many invocations have begun. */
    int started() {
        return started;
    }

    /** How long something takes, in milliseconds: the typical time as a rule, now and then some of it more. */
    long latency(int typical) {
        long rare = random.nextInt(50) == 0 ? random.nextInt(10 * typical) : 0;
        return typical / 2 + random.nextInt(typical) + rare;
    }

    /** The good way as a rule, any of them where there is trouble. */
    @SafeVarargs
    final <E extends Enum<E>> E troubleOf(double trouble, E good, E... all) {
        return !calm && random.nextDouble() < trouble * 0.25 ? all[random.nextInt(all.length)] : good;
    }

    boolean isTableDown() {
        return time.now() < tableDownUntil && !calm;
    }

    boolean isProviderDown() {
        return time.now() < providerDownUntil && !calm;
    }

    /** What Secrets Manager keeps. */
    String secret() {
        return "{\"api_id\":\"id\",\"api_secret\":\"secret-" + secretKept
                + "\",\"fingerprint_key\":\"a-key-that-is-not-secret-in-a-simulation\"}";
    }

    /** Whether the provider accepts it. */
    boolean isValid(String apiSecret) {
        int number = Integer.parseInt(apiSecret.substring("secret-".length()));
        return number >= secretValidFrom && number <= secretValidTo;
    }

    String nextOrder() {
        return "order-" + ++orders;
    }

    /** A result code: any, and at last one that ends the question. */
    int code(int most) {
        int drawn = 1 + random.nextInt(most);
        return calm ? 1 : drawn;
    }

    java.time.Instant trueTime() {
        return Environment.BEGINNING.plusMillis(time.now());
    }

    /** The TTL deletes an item some time after it has expired, if it is still the same. */
    void expires(String id, ObjectNode item) {
        long expires = item.get("expires_at").get("N").asLong() * SECOND - Environment.BEGINNING.toEpochMilli();
        long late = random.nextBoolean() ? random.nextInt(1000) : random.nextInt((int) (60 * MINUTE));
        time.at(expires + late, () -> {
            if (table.item(id) == item) {
                coverage.met(coverage.stateOf(item, null, trueTime()), "deleted by the TTL");
                table.remove(id);
            }
        });
    }

    // --- what happens by itself

    private void outage() {
        if (isOver()) {
            return;
        }
        if (random.nextDouble() < setting.trouble()) {
            long until = time.now() + SECOND + random.nextInt((int) MINUTE);
            if (setting.tableTrouble() > 0 && random.nextBoolean()) {
                tableDownUntil = until;
            } else {
                providerDownUntil = until;
            }
        }
        time.at(time.now() + MINUTE + random.nextInt((int) (20 * MINUTE)), this::outage);
    }

    /** The provider and Secrets Manager change to new credentials, in some order; the old ones are valid for a while, or not. */
    private void rotate() {
        if (isOver()) {
            return;
        }
        int next = secretValidTo + 1;
        boolean overlap = random.nextBoolean();
        long kept = random.nextInt((int) MINUTE);
        secretValidTo = next;
        if (!overlap) {
            secretValidFrom = next;
        }
        time.at(time.now() + kept, () -> secretKept = next);
        time.at(time.now() + 2 * MINUTE, () -> secretValidFrom = next);
        time.at(time.now() + 5 * MINUTE + random.nextInt((int) (60 * MINUTE)), this::rotate);
    }

    private boolean isOver() {
        return started >= verifications;
    }

    // --- callers

    private void arrive() {
        if (isOver()) {
            time.at(time.now() + 4 * MINUTE, this::endAll);
            return;
        }
        if (waiting < MOST_WAITING) {
            int number = ++asks;
            String caller = "caller-" + random.nextInt(setting.callers());
            boolean keyed = random.nextInt(3) > 0;
            boolean again = random.nextInt(20) == 0 && number > 10;
            int about = 4 * (again ? number - random.nextInt(10) : number) + (random.nextInt(4) == 0 ? 0 : 1);
            Ask ask = new Ask(number, caller, keyed ? "key-" + number : null, about);
            int together = random.nextInt(10) == 0 ? 2 + random.nextInt(2) : 1;
            for (int i = 0; i < together; i++) {
                time.at(time.now() + random.nextInt(i == 0 ? 1 : 100), () -> invoke(ask, 1));
            }
        }
        time.at(time.now() + random.nextInt((int) pace), this::arrive);
    }

    private void invoke(Ask ask, int tries) {
        if (!isOver()) {
            invoke(ask, invoked -> answered(invoked, tries));
        }
    }

    /** What a caller does with an answer, or without one. */
    private void answered(Invoked invoked, int tries) {
        Ask ask = invoked.ask;
        boolean done = invoked.isAnswered() && !invoked.retryable();
        if (done) {
            open.remove(ask.identity());
        } else {
            open.put(ask.identity(), ask);
        }
        int chance = random.nextInt(100);
        if (tries < MOST_TRIES && (done ? chance < 10 : chance < 75)) {
            long[] pauses = {0, random.nextInt(200), SECOND, random.nextInt(10_000), 31 * SECOND, MINUTE, 2 * MINUTE};
            long pause = pauses[random.nextInt(pauses.length)];
            if (random.nextInt(30) == 0) {
                pause = setting.config().idempotency().retention().toMillis() + random.nextInt((int) (5 * SECOND));
            }
            time.at(time.now() + pause, () -> invoke(ask, tries + 1));
        }
        if (ask.key() != null && chance == 98) { // keys of one caller are not another's
            Ask others = new Ask(++asks, "caller-other", ask.key(), ask.about() + 8 * random.nextInt(2));
            time.at(time.now() + random.nextInt(5000), () -> invoke(others, 1));
        }
        if (ask.key() != null && chance == 99) {
            time.at(time.now() + random.nextInt(5000), () -> invoke(ask.reused(), MOST_TRIES));
        }
    }

    /** Nothing goes wrong any more: each question that was left open has an end. */
    private void endAll() {
        calm = true;
        long at = time.now();
        for (Ask ask : List.copyOf(open.values())) {
            at += 50;
            time.at(at, () -> endOf(ask, 1));
        }
    }

    private void endOf(Ask ask, int tries) {
        invoke(ask, invoked -> {
            if (invoked.failure != null && OVER.contains(invoked.failure.failure())) {
                throw new Violation(ask, "is refused for what was over minutes ago: " + invoked.says());
            }
            boolean done = invoked.verdict != null && !invoked.retryable()
                    || invoked.failure != null && ENDS.contains(invoked.failure.failure());
            if (!done && tries == MOST_TRIES_AT_LAST) {
                throw new Violation(ask, "cannot be brought to an end: " + invoked.says());
            }
            if (!done) {
                time.at(time.now() + 7 * SECOND, () -> endOf(ask, tries + 1));
            }
        });
    }

    // --- Lambda

    private void invoke(Ask ask, Consumer<Invoked> then) {
        Environment environment = idle();
        if (environment == null) {
            waiting++;
            time.at(time.now() + 100 + random.nextInt(200), () -> {
                waiting--;
                invoke(ask, then);
            });
            return;
        }
        Invoked invoked = new Invoked(++started, ask);
        invoked.environment = environment;
        environment.serves = invoked;
        time.start(time.now(), () -> serve(environment, invoked, then));
    }

    /** An environment that serves nobody: one that is there, or a new one. */
    private Environment idle() {
        List<Environment> idle = environments.stream()
                .filter(one -> one.serves == null && !one.isFrozen())
                .toList();
        if (!idle.isEmpty() && random.nextInt(100) > 0) {
            return idle.get(random.nextInt(idle.size()));
        }
        if (environments.size() == setting.environments()) {
            if (idle.isEmpty()) {
                return null;
            }
            environments.remove(idle.get(0));
        }
        long skew = random.nextInt(2 * setting.skewMillis() + 1) - setting.skewMillis();
        Environment made = new Environment(++this.made, this, skew);
        environments.add(made);
        return made;
    }

    private void serve(Environment environment, Invoked invoked, Consumer<Invoked> then) {
        try {
            environment.start();
            invoked.began = time.now();
            auditor.begins(invoked);
            thawRivals(invoked);
            story.add(environment, "begins invocation " + invoked.number);
            misfortune(environment, invoked, then);
            Clock clock = environment.clock();
            Deadline deadline = Deadline.of((int) FUNCTION_TIMEOUT, clock);
            Ask ask = invoked.ask;
            invoked.invocation = new Invocation(
                    "invocation-" + invoked.number,
                    deadline,
                    Principal.caller(ask.caller()),
                    ask.key() == null ? IdempotencyKey.NONE : IdempotencyKey.of(ask.key()),
                    ReferenceId.NONE,
                    "",
                    new Attempts(clock, deadline.at()),
                    environment.log.begin("invocation-" + invoked.number, null, null));
            answer(environment, invoked);
            environment.waits(latency(4));
            end(environment, invoked, then);
        } catch (Environment.Killed killed) {
            // its caller was told when it was killed
        }
    }

    private static void answer(Environment environment, Invoked invoked) {
        try {
            invoked.verdictMade = environment.verifier.verify(invoked.ask.question(), invoked.invocation);
        } catch (VerificationFailedException e) {
            environment.acts();
            invoked.failureMade = e;
        }
        environment.acts();
    }

    private void end(Environment environment, Invoked invoked, Consumer<Invoked> then) {
        invoked.verdict = invoked.verdictMade;
        invoked.failure = invoked.failureMade;
        invoked.ended = time.now();
        environment.serves = null;
        story.add(invoked, "is answered " + invoked.says());
        auditor.ends(invoked);
        then.accept(invoked);
    }

    private void misfortune(Environment environment, Invoked invoked, Consumer<Invoked> then) {
        double fate = calm ? 1 : random.nextDouble();
        if (fate < setting.freezes()) {
            invoked.meets(1 + random.nextInt(MOST_STEPS), within -> {
                environment.freeze(time.now() + random.nextInt((int) (3 * MINUTE)));
                story.add(environment, "stands still");
                time.at(time.now() + 31 * SECOND + random.nextInt((int) (30 * SECOND)), () -> {
                    if (invoked.ended == 0) { // its caller has lost patience
                        invoke(invoked.ask, MOST_TRIES - 1);
                    }
                });
            });
        } else if (fate < setting.freezes() + setting.crashes()) {
            invoked.meets(
                    1 + random.nextInt(MOST_STEPS),
                    within -> time.at(
                            time.now() + random.nextInt(1 + (int) within), () -> kill(environment, invoked, then)));
        }
        time.at(time.now() + FUNCTION_TIMEOUT, () -> {
            if (!environment.isFrozen() || random.nextBoolean()) {
                kill(environment, invoked, then);
            }
        });
    }

    /** An environment that stands still with the same question goes on just now, as a rule. */
    private void thawRivals(Invoked invoked) {
        for (Environment other : environments) {
            boolean rival = other.serves != null
                    && other.serves != invoked
                    && other.serves.ask.identity().equals(invoked.ask.identity());
            if (rival && other.isFrozen() && random.nextInt(4) > 0) {
                other.thaw(time.now() + random.nextInt(800));
            }
        }
    }

    private void kill(Environment environment, Invoked invoked, Consumer<Invoked> then) {
        if (environment.serves == invoked && !environment.isDead()) {
            environment.kill();
            environments.remove(environment);
            invoked.ended = time.now();
            story.add(invoked, "is killed");
            auditor.ends(invoked);
            then.accept(invoked);
        }
    }
}
