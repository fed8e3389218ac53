package dev.ktpverify.lambda;

import static dev.ktpverify.lambda.BetweenEvents.THREE_CHUNKS;
import static dev.ktpverify.lambda.BetweenEvents.YOUNG_GENERATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BetweenEventsTest {

    private static final URI NEXT = URI.create("http://127.0.0.1:9001/2018-06-01/runtime/invocation/next");
    private static final URI RESPONSE = URI.create("http://127.0.0.1:9001/2018-06-01/runtime/invocation/1/response");
    private static final long AFTER_INIT = 9L << 20;
    private static final long LIVE = 2L << 20;
    private static final long EVENT = 1L << 20;

    private final ProxySelector before = ProxySelector.getDefault();
    private final Proxies others = new Proxies();
    private final BetweenEvents betweenEvents = new BetweenEvents(() -> used(), this::collect);
    private long used = AFTER_INIT;
    private int collections;

    private static final class Proxies extends ProxySelector {

        private final List<Proxy> answer = List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", 1)));
        private final List<URI> asked = new ArrayList<>();
        private final List<URI> failed = new ArrayList<>();

        @Override
        public List<Proxy> select(URI uri) {
            asked.add(uri);
            return answer;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            failed.add(uri);
        }
    }

    @BeforeEach
    void isTheDefault() {
        ProxySelector.setDefault(others);
        betweenEvents.replaceDefault();
        assertSame(betweenEvents, ProxySelector.getDefault());
    }

    @AfterEach
    void theDefaultIsWhatItWas() {
        ProxySelector.setDefault(before);
    }

    private long used() {
        return used;
    }

    private void collect() {
        collections++;
        used = LIVE;
    }

    /** The function has answered an event that took so much, and asks for the next. */
    private void event(long bytes) {
        used += bytes;
        betweenEvents.select(RESPONSE);
        betweenEvents.select(NEXT);
    }

    @Test
    void proxiesAreChosenAsBefore() {
        assertSame(others.answer, betweenEvents.select(NEXT));
        assertSame(others.answer, betweenEvents.select(RESPONSE));
        URI opaque = URI.create("mailto:someone");
        assertSame(others.answer, betweenEvents.select(opaque));
        assertEquals(List.of(NEXT, RESPONSE, opaque), others.asked);
        betweenEvents.connectFailed(RESPONSE, new InetSocketAddress(1), new IOException());
        assertEquals(List.of(RESPONSE), others.failed);
    }

    @Test
    void nothingIsCollectedDuringInit() {
        used = 2 * YOUNG_GENERATION;
        betweenEvents.select(NEXT);
        assertEquals(0, collections);
    }

    @Test
    void isCollectedWhereAnEventLikeTheLastWouldNotFit() {
        betweenEvents.select(NEXT);
        event(EVENT); // 10 MB since the start, one more event and the chunks' rests fit not into 12
        assertEquals(1, collections);
        long fit = (YOUNG_GENERATION - THREE_CHUNKS) / EVENT - 1;
        for (int i = 0; i < fit; i++) {
            event(EVENT);
            assertEquals(1, collections, "after event " + i + " of " + fit);
        }
        event(EVENT);
        assertEquals(2, collections);
    }

    @Test
    void aLargeEventLeavesNoRoomForOneMore() {
        betweenEvents.select(NEXT);
        event(EVENT);
        event(YOUNG_GENERATION / 2);
        assertEquals(2, collections);
    }

    @Test
    void isCollectedWhereTheLastEventDidNotFit() {
        used = LIVE;
        betweenEvents.select(NEXT);
        used = 0; // collected while it was worked on
        event(EVENT);
        assertEquals(1, collections);
    }

    @Test
    void isCollectedBetweenEventsAlone() {
        betweenEvents.select(NEXT);
        used += YOUNG_GENERATION;
        betweenEvents.select(RESPONSE);
        betweenEvents.select(URI.create("https://secretsmanager.ap-southeast-3.amazonaws.com/"));
        assertEquals(0, collections);
    }

    @Test
    void theYoungGenerationIsAsLargeAsTheImagesIs() throws IOException {
        Properties application = new Properties();
        try (InputStream properties = getClass().getResourceAsStream("/application.properties")) {
            application.load(properties);
        }
        String arguments = application.getProperty("quarkus.native.additional-build-args");
        assertTrue(arguments.contains("-R:MaxNewSize=" + (YOUNG_GENERATION >> 20) + "m,"), arguments);
    }
}
