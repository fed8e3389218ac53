package dev.ktpverify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.NameIterator;
import io.quarkus.runtime.configuration.PropertiesUtil;
import java.util.List;
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

    /** The quicker comparison of a name with a setting says the same as Quarkus's own, at each segment. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.http.port",
                "quarkus.log.category.\"sun.net.www\".level",
                "quarkus.log.category.*.level",
                "quarkus.*",
                "quarkus.names[0].first",
                "quarkus.names[*].first",
                "quarkus.",
                ".quarkus",
                "\"quarkus\".http",
                "h",
            })
    void knownSettingsAreKnown(String name) {
        List<String> segments =
                List.of("quarkus", "http", "h", "hot", "*", "port", "names[0]", "names[*]", "level", "\"quarkus\"", "");
        int compared = 0;
        for (NameIterator at = new NameIterator(name); at.hasNext(); at.next()) {
            for (String segment : segments) {
                assertEquals(
                        PropertiesUtil.isMapped(at, segment), KnownSettings.isMapped(at, segment), at + " " + segment);
                compared++;
            }
        }
        assertTrue(compared > 0);
    }
}
