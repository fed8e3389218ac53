package dev.ktpverify.support;

import java.util.Map;

/** The {@link FaultyWorld} with an idempotency table in DynamoDB. */
public class IdempotentWorldProfile extends FaultyWorldProfile {

    public IdempotentWorldProfile() {
        super(Map.of(FaultyWorld.TABLE, "new"));
    }
}
