package dev.ktpverify.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The SDK's client of one environment, and the network to the table that all have. As the SDK does, it repeats what was throttled
 * or got no answer, within the time-out of the call.
 */
final class SimulatedDynamoDb implements DynamoDbClient {

    /** What can happen to a request on its way. */
    private enum Way {
        GOOD,
        SLOW,
        THROTTLED,
        /** It never arrives. */
        LOST,
        /** It arrives, and its answer does not. */
        ANSWER_LOST,
        /** Its connection breaks, and it arrives all the same, later than what is sent after it. */
        LATE,
        /** Neither it nor an end of it comes back before the time is over. */
        SILENT
    }

    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(2); // as application.properties has it
    private static final int MOST_TRIES = 4;

    private final World world;
    private final Environment environment;

    /** Until when this environment alone cannot reach the table. */
    private long cutOffUntil;

    SimulatedDynamoDb(World world, Environment environment) {
        this.world = world;
        this.environment = environment;
    }

    @Override
    public PutItemResponse putItem(PutItemRequest put) {
        String id = put.item().get("id").s();
        String state = put.item().get("state").s();
        boolean claims = put.conditionExpression().contains("attribute_not_exists");
        String event = claims ? "claim" : "advance to " + state;
        Invoked invoked = environment.serves;
        return recorded(
                invoked,
                claims || state.equals("SENT"),
                () -> call(put.overrideConfiguration(), event, () -> {
                    ObjectNode before = world.table.item(id);
                    String found = world.coverage.stateOf(before, put.item(), world.trueTime());
                    try {
                        PutItemResponse written = world.table.put(put);
                        invoked.endRecorded |= !claims && !state.equals("SENT");
                        world.coverage.met(found, event + ", written");
                        world.expires(id, world.table.item(id));
                        return written;
                    } catch (ConditionalCheckFailedException e) {
                        world.coverage.met(found, event + ", refused");
                        throw e;
                    }
                }));
    }

    /** The auditor has to know for which questions there was no table. */
    private static <T> T recorded(Invoked invoked, boolean beforeSending, Supplier<T> call) {
        try {
            return call.get();
        } catch (ConditionalCheckFailedException answered) {
            throw answered;
        } catch (SdkException | UncheckedIOException e) {
            invoked.withoutRecord |= beforeSending;
            invoked.endNotRecorded |= !beforeSending;
            throw e;
        }
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest update) {
        String step = update.expressionAttributeValues().get(":step").n();
        return call(
                update.overrideConfiguration(),
                step.equals("1") ? "take from a budget" : "give back to a budget",
                () -> world.table.update(update));
    }

    @Override
    public GetItemResponse getItem(GetItemRequest get) {
        return call(get.overrideConfiguration(), "look", () -> GetItemResponse.builder()
                .build());
    }

    private <T> T call(Optional<AwsRequestOverrideConfiguration> given, String what, Supplier<T> request) {
        return environment.simulates(() -> repeated(given, what, request));
    }

    private <T> T repeated(Optional<AwsRequestOverrideConfiguration> given, String what, Supplier<T> request) {
        environment.acts();
        Duration limit = given.flatMap(AwsRequestOverrideConfiguration::apiCallTimeout)
                .filter(asked -> asked.compareTo(CLIENT_TIMEOUT) < 0)
                .orElse(CLIENT_TIMEOUT);
        boolean once = given.map(settings -> !settings.plugins().isEmpty()).orElse(false);
        long end = world.time.now() + Environment.millis(limit);
        for (int tries = 1; ; tries++) {
            try {
                return attempt(end, what, request);
            } catch (UncheckedIOException | ProvisionedThroughputExceededException e) {
                world.story.add(environment, what + ": " + e.getClass().getSimpleName());
                if (once || tries == MOST_TRIES) {
                    throw e;
                }
                long pause = 25L << tries;
                if (world.time.now() + pause >= end) {
                    environment.waits(end - world.time.now());
                    throw timeout();
                }
                environment.waits(pause);
            } catch (ConditionalCheckFailedException e) {
                world.story.add(environment, what + ": refused by its condition");
                throw e;
            }
        }
    }

    private <T> T attempt(long end, String what, Supplier<T> request) {
        Invoked invoked = environment.serves;
        long there = world.latency(4);
        long back = world.latency(4);
        Way way = world.isTableDown() || world.time.now() < cutOffUntil
                ? Way.LOST
                : world.troubleOf(world.setting.tableTrouble(), Way.GOOD, Way.values());
        if (way != Way.GOOD && world.random.nextInt(4) == 0) {
            cutOffUntil = world.time.now() + world.random.nextInt(10_000);
        }
        switch (way) {
            case SLOW -> there += world.random.nextInt(3000);
            case LATE -> {
                world.time.at(world.time.now() + world.random.nextInt(20_000), () -> quietly(invoked, what, request));
                environment.waits(there);
                throw broken();
            }
            case LOST -> {
                environment.waits(there);
                throw broken();
            }
            case THROTTLED -> {
                environment.waits(there + back);
                throw ProvisionedThroughputExceededException.builder()
                        .message("throttled")
                        .build();
            }
            case SILENT -> {
                if (world.random.nextBoolean()) {
                    world.time.at(world.time.now() + there, () -> quietly(invoked, what, request));
                }
                environment.waits(end - world.time.now());
                throw timeout();
            }
            default -> {}
        }
        if (world.time.now() + there + back > end) {
            world.time.at(world.time.now() + there, () -> quietly(invoked, what, request));
            environment.waits(end - world.time.now());
            throw timeout();
        }
        environment.travels(there);
        if (way == Way.ANSWER_LOST) {
            quietly(invoked, what, request);
            environment.waits(back);
            throw broken();
        }
        T answer;
        try {
            answer = request.get();
        } catch (DynamoDbException refused) {
            environment.waits(back);
            throw refused;
        }
        world.story.add(environment, what);
        environment.waits(back);
        return answer;
    }

    private void quietly(Invoked invoked, String what, Supplier<?> request) {
        try {
            request.get();
            world.story.add(invoked, what + ", without an answer");
        } catch (ConditionalCheckFailedException nobodyIsTold) {
            world.story.add(invoked, what + ", refused without an answer");
        }
    }

    private static UncheckedIOException broken() {
        return new UncheckedIOException(new IOException("the connection is broken"));
    }

    private static ApiCallTimeoutException timeout() {
        return ApiCallTimeoutException.create(1);
    }

    @Override
    public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
        return DynamoDbServiceClientConfiguration.builder()
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CLIENT_TIMEOUT)
                        .build())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
