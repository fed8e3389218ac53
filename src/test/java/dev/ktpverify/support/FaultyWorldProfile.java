package dev.ktpverify.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A test in the {@link FaultyWorld}, and in no other; a subclass gives it init arguments of its own. */
public class FaultyWorldProfile implements QuarkusTestProfile {

    private final Map<String, String> initArgs;

    public FaultyWorldProfile() {
        this(Map.of());
    }

    protected FaultyWorldProfile(Map<String, String> initArgs) {
        this.initArgs = initArgs;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(FaultyWorld.class, initArgs));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
