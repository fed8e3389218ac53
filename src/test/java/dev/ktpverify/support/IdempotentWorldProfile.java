package dev.ktpverify.support;

import java.util.Map;

/** The {@link FaultyWorld} with an idempotency table in DynamoDB, and budgets that are never used up. */
public class IdempotentWorldProfile extends FaultyWorldProfile {

    /** The charges of a month's budget. */
    public static final int MONTHLY = 30_000_000;

    public IdempotentWorldProfile() {
        super(Map.of(
                FaultyWorld.TABLE,
                "new",
                "ktp-verify.budget.daily",
                "1000000",
                "ktp-verify.budget.monthly",
                Integer.toString(MONTHLY),
                "ktp-verify.budget.per-caller.daily",
                "1000000"));
    }
}
