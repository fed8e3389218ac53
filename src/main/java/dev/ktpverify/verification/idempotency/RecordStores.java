package dev.ktpverify.verification.idempotency;

import dev.ktpverify.KtpVerifyConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Chooses the store. The DynamoDB client is only made where a table is configured. */
@Singleton
class RecordStores {

    private final Optional<String> table;
    private final Instance<DynamoDbClient> dynamoDb;
    private final Instance<MemoryStore> memory;

    RecordStores(KtpVerifyConfig config, Instance<DynamoDbClient> dynamoDb, Instance<MemoryStore> memory) {
        this.table = config.idempotency().table();
        this.dynamoDb = dynamoDb;
        this.memory = memory;
    }

    /** The table that is configured, in dev mode else the memory, else none. */
    Optional<RecordStore> store() {
        if (table.isPresent()) {
            return Optional.of(new DynamoDbStore(dynamoDb.get(), table.get()));
        }
        return memory.isResolvable() ? Optional.of(memory.get()) : Optional.empty();
    }
}
