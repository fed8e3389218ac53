package dev.ktpverify.lambda;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.annotate.TargetElement;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Has the native function's young objects collected between two events, when no caller waits and nothing of an event is
 * left to be kept. The JDK asks for a proxy before each request, so also when Lambda's loop has sent an answer and is about
 * to ask for the next event: nothing else is told of that moment.
 */
@Singleton
class BetweenEvents extends ProxySelector {

    /** What young objects may take until an event is held up: {@code -R:MaxNewSize} in {@code application.properties}. */
    static final long YOUNG_GENERATION = 12L << 20;

    /** An event is worked on by three threads at most, each of which may need a new chunk of the heap, whatever it has left. */
    static final long THREE_CHUNKS = 3 * (512L << 10);

    private static final String NEXT_EVENT = "/invocation/next";

    private final LongSupplier used;
    private final Runnable collection;
    private ProxySelector proxies;
    private long afterCollection;
    private long afterLastEvent = -1;

    @Inject
    BetweenEvents() {
        this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), BetweenEvents::collect);
    }

    /**
     * @param used the bytes in use
     * @param collection collects the young generation
     */
    BetweenEvents(LongSupplier used, Runnable collection) {
        this.used = used;
        this.collection = collection;
    }

    /** In the native function alone: a JVM's collector chooses its own time. */
    void begin(@Observes StartupEvent start) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            replaceDefault();
        }
    }

    /** Is asked for proxies from now on, and asks whoever was asked up to now. */
    void replaceDefault() {
        proxies = getDefault();
        setDefault(this);
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (String.valueOf(uri.getPath()).endsWith(NEXT_EVENT)) {
            beforeNextEvent();
        }
        return proxies.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        proxies.connectFailed(uri, address, failure);
    }

    /** Collects where an event like the last one would not fit any more, or where that one did not fit; never during INIT. */
    private void beforeNextEvent() {
        long now = used.getAsLong();
        long lastEvent = now - afterLastEvent;
        boolean collectedMeanwhile = lastEvent < 0;
        if (afterLastEvent >= 0
                && (collectedMeanwhile || now - afterCollection + lastEvent + THREE_CHUNKS > YOUNG_GENERATION)) {
            collection.run();
            now = used.getAsLong();
            afterCollection = now;
        }
        afterLastEvent = now;
    }

    private static void collect() {
        Heap.getHeap().getGC().collect(Cause.hinted);
    }

    /** GraalVM's own: {@link System#gc} collects all of the heap, which takes seven times as long. */
    @TargetClass(className = "com.oracle.svm.core.heap.Heap")
    static final class Heap {

        private Heap() {}

        @Alias
        static native Heap getHeap();

        @Alias
        native Collector getGC();
    }

    /** As {@link Heap}. */
    @TargetClass(className = "com.oracle.svm.core.heap.GC")
    interface Collector {

        /** Collects the young generation, and the old one where its policy finds that due. */
        @Alias
        void collect(Cause cause);
    }

    /** As {@link Heap}. */
    @TargetClass(className = "com.oracle.svm.core.heap.GCCause")
    static final class Cause {

        @Alias
        @TargetElement(name = "HintedGC")
        static Cause hinted;

        private Cause() {}
    }
}
