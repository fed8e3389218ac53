package dev.ktpverify.table;

import dev.ktpverify.KtpVerifyConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table as a bean. */
class TableProducer {

    /** The table that is configured, empty for none. DynamoDB's client is made for a table only. */
    @Produces
    @Singleton
    Optional<Table> table(KtpVerifyConfig config, Instance<DynamoDbClient> dynamoDb) {
        return config.idempotency().table().map(name -> new Table(dynamoDb.get(), name));
    }
}
