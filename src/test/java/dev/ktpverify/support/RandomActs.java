package dev.ktpverify.support;

import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Act.From;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Picks an act for each attempt by chance: honest answers mostly, and every fault; those that take long are rare. */
public final class RandomActs implements ScriptedProvider.Script {

    private final Random random;
    private final List<Act> urn = new ArrayList<>();

    public RandomActs(Random random) {
        this.random = random;
        answers();
        lost();
        senseless();
        beforeTheRequest();
        slow();
    }

    @Override
    public Act next(boolean fresh) {
        while (true) {
            Act act = urn.get(random.nextInt(urn.size()));
            if (fresh || !act.beforeRequest() && act.from() != From.LATE_HANDSHAKE) {
                return act.hidden() && random.nextBoolean() ? Acts.free(act) : act;
            }
        }
    }

    private void answers() {
        put(250, Acts.verdict("01", Charge.CHARGED));
        put(80, Acts.verdict("02", Charge.CHARGED));
        put(60, Acts.verdict("03", Charge.FREE));
        put(40, Acts.verdict("04", Charge.FREE));
        put(60, Acts.thenClose(Acts.verdict("01", Charge.CHARGED)));
        put(60, Acts.refusal(403, "RATE_LIMIT_EXCEEDED"));
        put(60, Acts.refusal(512, "SOURCE_SERVICE_UNAVAILABLE"));
        put(20, Acts.thenClose(Acts.refusal(512, "SOURCE_SERVICE_UNAVAILABLE")));
        put(20, Acts.refusal(513, "SOURCE_SERVICE_TIMEOUT"));
        put(20, Acts.refusal(500, "INTERNAL_ERROR"));
        put(20, Acts.refusal(400, "QUERY_FAILED"));
        put(20, Acts.refusal(401, "UNAUTHORIZED"));
        put(10, Acts.refusal(401, "KEY_EXPIRED"));
        put(10, Acts.refusal(403, "OUT_OF_QUOTA"));
        put(10, Acts.refusal(400, "ABNORMAL_BEHAVIOURS_DETECTED"));
        put(10, Acts.refusal(400, "INVALID_ARGUMENT", "argument 'name': canary nama is not a name"));
    }

    private void lost() {
        put(30, Acts.resetAfterHeaders());
        put(30, Acts.resetAfterHalfTheBody());
        put(40, Acts.resetAfterRequest());
        put(30, Acts.finishAfterRequest());
        put(30, Acts.resetInAnswer());
        put(20, Acts.truncatedAnswer());
        put(20, Acts.truncatedChunks());
        put(2, Acts.hugeAnswer());
        put(2, Acts.hugeChunkedAnswer());
        put(2, Acts.endlessHeaders());
        put(2, Acts.endlessHeaderLine());
    }

    private void senseless() {
        put(10, Acts.puzzling("HTML", 200, "<html>"));
        put(20, Acts.puzzling("502 with HTML", 502, "<html>"));
        put(10, Acts.puzzling("unknown status", 200, Acts.envelope("PENDING", "wait")));
        put(10, Acts.puzzling("unknown result", 200, Acts.verdict("99")));
        put(10, Acts.puzzling("redirect", 302, ""));
    }

    private void beforeTheRequest() {
        put(30, Acts.resetAfterAccept());
        put(30, Acts.cutHandshake());
        put(20, Acts.resetInHandshake());
    }

    private void slow() {
        put(1, Acts.stallAfterAccept());
        put(1, Acts.stallInHandshake());
        put(1, Acts.lateHandshake());
        put(1, Acts.neverAnswer());
        put(1, Acts.dribble(50));
        put(1, Acts.stallInAnswer());
    }

    private void put(int times, Act act) {
        for (int i = 0; i < times; i++) {
            urn.add(act);
        }
    }
}
