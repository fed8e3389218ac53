package dev.ktpverify.simulation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual time. Each task has a thread, but one runs at a time: who sleeps hands over to whoever is next in time. So code that
 * waits runs as it is, nothing waits in truth, and the order of everything follows from the calls here alone.
 */
final class Time {

    private record Event(long at, long order, Task task, Runnable action) {}

    private static final class Task {
        private final Runnable body;
        private Worker worker;

        private Task(Runnable body) {
            this.body = body;
        }
    }

    /** A thread for one task after the other. */
    private final class Worker extends Thread {
        private volatile boolean runs;
        private Task task;

        private Worker() {
            super("simulated");
            setDaemon(true);
        }

        @Override
        public void run() {
            for (awaitTurn(); task != null; awaitTurn()) {
                try {
                    task.body.run();
                } catch (Throwable e) { // the simulation's own failures are errors
                    fail(e);
                }
                task = null;
                idle.push(this);
                handOver(null);
            }
        }

        private void awaitTurn() {
            while (!runs) {
                LockSupport.park(this);
            }
            runs = false;
        }

        private void goOn() {
            runs = true;
            LockSupport.unpark(this);
        }
    }

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Thread owner = Thread.currentThread();
    private long now;
    private long events;
    private volatile boolean ended;
    private volatile Throwable failure;

    /** Milliseconds since the simulation began. */
    long now() {
        return now;
    }

    /** Has something done at a moment; it must not sleep. */
    void at(long moment, Runnable action) {
        queue.add(new Event(Math.max(moment, now), events++, null, action));
    }

    /** Starts a task at a moment; it may sleep. */
    void start(long moment, Runnable body) {
        queue.add(new Event(Math.max(moment, now), events++, new Task(body), null));
    }

    /** Of a task: lets everything happen that comes before a moment. */
    void sleepUntil(long moment) {
        Worker self = (Worker) Thread.currentThread();
        queue.add(new Event(Math.max(moment, now), events++, self.task, null));
        handOver(self);
    }

    /** Ends the simulation, whatever becomes of an exception: the code that is simulated survives nearly all. */
    void fail(Throwable e) {
        failure = failure == null ? e : failure;
    }

    /**
     * Runs until nothing is left to happen.
     *
     * @throws AssertionError if a task or an action threw anything
     */
    void run() {
        handOver(null);
        while (!ended) {
            LockSupport.park(this);
        }
        idle.forEach(Worker::goOn); // without a task they end
        if (failure instanceof AssertionError wrong) {
            throw wrong;
        }
        if (failure != null) {
            throw new AssertionError("the simulation is broken", failure);
        }
    }

    private void handOver(Worker sleeper) {
        Worker next = next();
        if (next == null) {
            ended = true; // tasks that still sleep, after a failure, never wake up
            LockSupport.unpark(owner);
        } else if (next == sleeper) {
            return;
        } else {
            next.goOn();
        }
        if (sleeper != null) {
            sleeper.awaitTurn();
        }
    }

    /** Who runs next, after all actions that come before; null if nobody does. */
    private Worker next() {
        while (failure == null && !queue.isEmpty()) {
            Event event = queue.poll();
            now = event.at;
            if (event.task != null) {
                return event.task.worker == null ? begin(event.task) : event.task.worker;
            }
            try {
                event.action.run();
            } catch (Throwable e) {
                fail(e);
            }
        }
        return null;
    }

    private Worker begin(Task task) {
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker();
            worker.start();
        }
        worker.task = task;
        task.worker = worker;
        return worker;
    }
}
