package dev.ktpverify.simulation;

import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Secrets Manager, as one environment reaches it. */
final class SimulatedSecrets implements SecretsManagerClient {

    private enum Way {
        GOOD,
        THROTTLED,
        SLOW
    }

    private final World world;
    private final Environment environment;

    SimulatedSecrets(World world, Environment environment) {
        this.world = world;
        this.environment = environment;
    }

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        return environment.simulates(() -> answer(request));
    }

    private GetSecretValueResponse answer(GetSecretValueRequest request) {
        environment.acts();
        long limit = request.overrideConfiguration()
                .flatMap(call -> call.apiCallTimeout())
                .map(Environment::millis)
                .orElse(2000L);
        long takes = world.latency(20);
        switch (world.troubleOf(world.setting.trouble(), Way.GOOD, Way.values())) {
            case THROTTLED -> {
                environment.waits(takes);
                throw SecretsManagerException.builder().message("throttled").build();
            }
            case SLOW -> takes += world.random.nextInt(5000);
            default -> {}
        }
        if (takes > limit) {
            environment.waits(limit);
            throw ApiCallTimeoutException.create(limit);
        }
        environment.travels(takes / 2);
        String value = world.secret();
        environment.waits(takes - takes / 2);
        world.story.add(environment, "reads the secret");
        return GetSecretValueResponse.builder().secretString(value).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
