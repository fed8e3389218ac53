package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.concurrent.TimeUnit;

/**
 * One try to hand an event to the framework. Reading its body asks for the remaining time before anything else, which
 * takes the delivery; one that was given up before can't be taken, so that no event is worked on twice.
 */
final class Delivery implements Context {

    private enum State {
        HANDED_IN,
        TAKEN,
        LOST,
        ENDED
    }

    private final Context invocation;
    private final Thread waiting = Thread.currentThread();
    private final long began = System.nanoTime();
    private State state = State.HANDED_IN;

    /** A delivery that the calling thread waits for. */
    Delivery(Context invocation) {
        this.invocation = invocation;
    }

    /** Stops a wait that is longer than this, unless the delivery was taken. */
    synchronized void giveUpAfter(long millis) {
        if (state == State.HANDED_IN && System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(millis)) {
            state = State.LOST;
            waiting.interrupt();
        }
    }

    /**
     * The wait is over.
     *
     * @return true if the delivery was lost
     */
    synchronized boolean end() {
        boolean lost = state == State.LOST;
        if (lost) {
            Thread.interrupted(); // whoever was interrupted may not have noticed
        }
        state = lost ? State.LOST : State.ENDED;
        return lost;
    }

    @Override
    public int getRemainingTimeInMillis() {
        synchronized (this) {
            if (state == State.LOST) {
                throw new IllegalStateException("the event was handed in again");
            }
            state = state == State.HANDED_IN ? State.TAKEN : state;
        }
        return invocation.getRemainingTimeInMillis();
    }

    @Override
    public String getAwsRequestId() {
        return invocation.getAwsRequestId();
    }

    @Override
    public String getLogGroupName() {
        return invocation.getLogGroupName();
    }

    @Override
    public String getLogStreamName() {
        return invocation.getLogStreamName();
    }

    @Override
    public String getFunctionName() {
        return invocation.getFunctionName();
    }

    @Override
    public String getFunctionVersion() {
        return invocation.getFunctionVersion();
    }

    @Override
    public String getInvokedFunctionArn() {
        return invocation.getInvokedFunctionArn();
    }

    @Override
    public CognitoIdentity getIdentity() {
        return invocation.getIdentity();
    }

    @Override
    public ClientContext getClientContext() {
        return invocation.getClientContext();
    }

    @Override
    public int getMemoryLimitInMB() {
        return invocation.getMemoryLimitInMB();
    }

    @Override
    public LambdaLogger getLogger() {
        return invocation.getLogger();
    }
}
