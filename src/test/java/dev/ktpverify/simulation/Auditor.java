package dev.ktpverify.simulation;

import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the provider's ledger with the answers, and knows nothing else but the settings, how far clocks are apart, and who had
 * no table.
 */
final class Auditor {

    private static final long LONGEST_LEASE = 30_000;
    /** A circuit's delay, and a little. */
    private static final long LONGEST_REFUSAL = 6_000;
    /** Expiry is in whole seconds. */
    private static final long ROUNDING = 1000;

    /** What is known of one identity. */
    private static final class File {
        private final List<Sent> sent = new ArrayList<>();
        private final List<Invoked> begun = new ArrayList<>();
        private String order;
        private long orderedAt;
    }

    private final Setting setting;
    private final Time time;
    private final long apart;
    private final long window;
    private final long retention;
    private final Map<Object, File> files = new HashMap<>();
    private final Map<String, Integer> charges = new HashMap<>();
    private long sumCharged;
    private long sumUnknown;
    private final List<Sent> ledger = new ArrayList<>();

    Auditor(Setting setting, Time time) {
        this.setting = setting;
        this.time = time;
        this.apart = 2L * setting.skewMillis() + ROUNDING;
        this.window = setting.config().idempotency().implicitWindow().toMillis();
        this.retention = setting.config().idempotency().retention().toMillis();
    }

    private File file(Ask ask) {
        return files.computeIfAbsent(ask.identity(), none -> new File());
    }

    void begins(Invoked invoked) {
        file(invoked.ask).begun.add(invoked);
    }

    /** A request leaves. No question is sent again unless all before were answered free of charge. */
    void sends(Sent now) {
        File file = file(now.by.ask);
        for (Sent before : file.sent) {
            boolean own = before.by == now.by;
            if (own ? !before.toldFree : isProtected(before, now) && !before.toldFree) {
                throw violation(now.by, "is sent again, " + now + "; before it was " + before);
            }
            if (now.by.ask.key() != null
                    && before.by.ask.about() != now.by.ask.about()
                    && now.at < before.at + retention - apart) {
                throw violation(now.by, "another question is sent under its key, " + now + "; before it was " + before);
            }
        }
        file.sent.add(now);
    }

    /** For how long a question is not sent again, as the documents promise it. */
    private boolean isProtected(Sent before, Sent now) {
        if (now.by.ask.key() != null) {
            return now.at < before.at + retention - apart;
        }
        if (window == 0 || before.by.withoutRecord || now.by.withoutRecord) {
            return false;
        }
        return now.at < before.at + (before.verdictTold != null ? window : Math.max(window, retention)) - apart;
    }

    /** The provider has decided what a request costs. */
    void charges(Sent sent, boolean costs) {
        if (!costs) {
            return;
        }
        ledger.add(sent);
        if (sent.by.isAnswered() && sent.by.charge() == Charge.FREE) {
            throw violation(sent.by, "was told to be free, and is charged now: " + sent.by.says());
        }
        LocalDate began = day(sent.by.began, -setting.skewMillis());
        if (!began.equals(day(sent.at, setting.skewMillis()))) {
            return; // whose day it counts in is the environment's to decide
        }
        within(sent, began.toString(), setting.daily().orElse(Integer.MAX_VALUE));
        within(sent, began.toString().substring(0, 7), setting.monthly().orElse(Integer.MAX_VALUE));
        within(sent, began + sent.by.ask.caller(), setting.perCaller().orElse(Integer.MAX_VALUE));
    }

    private void within(Sent sent, String period, int most) {
        if (charges.merge(period, 1, Integer::sum) > most) {
            throw violation(sent.by, "a budget is exceeded: more than " + most + " charges in " + period);
        }
    }

    private LocalDate day(long at, long skew) {
        return LocalDate.ofInstant(
                Environment.BEGINNING.plusMillis(at + skew),
                ZoneId.of(setting.config().budget().zone()));
    }

    /** An invocation has its answer, or will have none. */
    void ends(Invoked invoked) {
        if (!invoked.isAnswered()) {
            return;
        }
        long charged = invoked.sent.stream().filter(sent -> sent.charged).count();
        if (charged > 1) {
            throw violation(invoked, "is charged " + charged + " times within one answer");
        }
        if (invoked.invocation.attempts().sent() != invoked.sent.size()) {
            throw violation(
                    invoked,
                    "the log says " + invoked.invocation.attempts().sent() + " attempts, the provider got "
                            + invoked.sent.size());
        }
        if (invoked.replayed()) {
            replays(invoked);
        } else {
            tells(invoked, charged);
        }
        if (invoked.failure != null && invoked.failure.failure() == Failure.IN_PROGRESS) {
            isInProgress(invoked);
        }
        if (invoked.failure != null && invoked.failure.failure() == Failure.IDEMPOTENCY_KEY_REUSED) {
            isReused(invoked);
        }
        if (invoked.failure != null && invoked.failure.failure() == Failure.ANSWER_LOST && invoked.replayed()) {
            isLost(invoked);
        }
        if (invoked.failure != null
                && invoked.failure.failure() == Failure.CIRCUIT_OPEN
                && invoked.began > invoked.environment.lastAsked + LONGEST_REFUSAL) {
            throw violation(invoked, "is refused by a circuit that should have let it through");
        }
        oneVerdict(invoked);
        paidFor(invoked);
    }

    /** No answer says less than the ledger. */
    private void tells(Invoked invoked, long charged) {
        if (invoked.charge() == Charge.FREE && charged > 0) {
            throw violation(invoked, "is told to be free, and was charged: " + invoked.says());
        }
        if (invoked.charge() == Charge.CHARGED && charged == 0) {
            throw violation(invoked, "is told to be charged, and was not: " + invoked.says());
        }
        sumCharged += invoked.charge() == Charge.CHARGED ? 1 : 0;
        sumUnknown += invoked.charge() == Charge.UNKNOWN ? 1 : 0;
    }

    private void replays(Invoked invoked) {
        if (!invoked.sent.isEmpty()) {
            throw violation(invoked, "is replayed, and was sent");
        }
        List<Sent> of = file(invoked.ask).sent;
        if (invoked.charge() == Charge.CHARGED && of.stream().noneMatch(sent -> sent.charged)) {
            throw violation(invoked, "is replayed as charged, and never was");
        }
        boolean answered = of.stream().anyMatch(sent -> sent.toldFree);
        if (invoked.charge() == Charge.FREE && !answered) {
            throw violation(invoked, "is replayed as free, and nobody said so");
        }
    }

    /** Nothing is stuck for longer than a lease. */
    private void isInProgress(Invoked invoked) {
        boolean somebody = file(invoked.ask).begun.stream()
                .anyMatch(other -> other != invoked
                        && (other.began > invoked.began - LONGEST_LEASE - apart || other.ended >= invoked.began));
        if (!somebody) {
            throw violation(invoked, "is said to be in progress, and nobody began it within a lease");
        }
    }

    private void isReused(Invoked invoked) {
        boolean another = file(invoked.ask).begun.stream().anyMatch(other -> other.ask.about() != invoked.ask.about());
        if (!another) {
            throw violation(invoked, "is said to reuse a key, and nobody asked anything else under it");
        }
    }

    /** A question is not given up while somebody asks it, and not once it is answered. */
    private void isLost(Invoked invoked) {
        for (Invoked other : file(invoked.ask).begun) {
            if (other == invoked || other.withoutRecord) {
                continue;
            }
            boolean runs = other.ended == 0 && !other.endRecorded && !other.sent.isEmpty();
            if (runs && other.began > invoked.ended - LONGEST_LEASE + apart) {
                throw violation(invoked, "is told to be lost while " + other + " asks it");
            }
            boolean answered = other.verdict != null && !other.replayed() && !other.retryable();
            long kept = invoked.ask.key() == null ? window : retention;
            if (answered
                    && !other.endNotRecorded
                    && other.ended <= invoked.began
                    && other.ended > invoked.began - kept + apart
                    && other.ended < other.began + LONGEST_LEASE - apart) {
                throw violation(invoked, "is told to be lost, and " + other + " was answered " + other.says());
            }
        }
    }

    /** The same key never gets two verdicts. */
    private void oneVerdict(Invoked invoked) {
        if (invoked.verdict == null || invoked.retryable() || invoked.ask.key() == null) {
            return;
        }
        File file = file(invoked.ask);
        String order = invoked.verdict.result().orderNo();
        if (order.equals(file.order)) {
            return;
        }
        Sent given = file.sent.stream()
                .filter(sent -> sent.verdictTold != null && sent.verdictTold.endsWith(" " + order))
                .findFirst()
                .orElseThrow(() -> violation(invoked, "has a verdict that nobody gave: " + invoked.says()));
        if (file.order != null && given.at < file.orderedAt + retention - apart) {
            throw violation(invoked, "has two verdicts: " + file.order + ", and " + invoked.says());
        }
        file.order = order;
        file.orderedAt = given.at;
    }

    /** What was paid for and came in is not thrown away. */
    private void paidFor(Invoked invoked) {
        for (Sent sent : invoked.sent) {
            if (sent.charged && sent.verdictTold != null && invoked.verdict == null) {
                throw violation(invoked, "has a verdict that was paid for, and is answered " + invoked.says());
            }
        }
    }

    /** The sums of the answers hold the ledger. */
    void close() {
        long answered = ledger.stream().filter(sent -> sent.by.isAnswered()).count();
        if (answered < sumCharged || answered > sumCharged + sumUnknown) {
            throw new Violation(
                    null,
                    "of answered invocations the ledger has " + answered + " charges, the answers " + sumCharged
                            + ", and " + sumUnknown + " unknown");
        }
    }

    /** How many charges there are. */
    int charges() {
        return ledger.size();
    }

    private Violation violation(Invoked invoked, String what) {
        Violation violation =
                new Violation(invoked.ask, what + " (invocation " + invoked.number + ", " + time.now() + " ms)");
        time.fail(violation);
        return violation;
    }
}
