package dev.ktpverify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

class NativeImageTest {

    private static final String UNKNOWN = "no-such-service";

    /** Without its table of endpoints the native image finds the same ones. */
    @ParameterizedTest
    @ValueSource(strings = {"secretsmanager", "dynamodb"})
    void theRuleGivesTheEndpointsOfTheTable(String service) {
        ServiceMetadata table = ServiceMetadata.of(service);
        ServiceMetadata rule = ServiceMetadata.of(UNKNOWN);
        assertTrue(table.regions().contains(Region.of("ap-southeast-3")));
        for (Region region : table.regions()) {
            if (region.id().matches("[a-z]+(-[a-z]+)+-[0-9]+")) { // not the pseudo regions of older names
                String endpoint = rule.endpointFor(region).toString();
                assertEquals(table.endpointFor(region).toString(), endpoint.replace(UNKNOWN, service));
                assertEquals(table.signingRegion(region), rule.signingRegion(region), region.id());
            }
        }
    }
}
