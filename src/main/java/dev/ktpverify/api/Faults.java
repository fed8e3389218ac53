package dev.ktpverify.api;

import dev.ktpverify.model.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that is wrong with a request, so that the caller learns of everything at once. */
final class Faults {

    private final List<Fault> all = new ArrayList<>();

    /** Adds a fault, unless it is there. */
    void add(String field, String message) {
        Fault fault = new Fault(field, message);
        if (!all.contains(fault)) {
            all.add(fault);
        }
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether a field has a fault. */
    boolean isOn(String field) {
        return all.stream().anyMatch(fault -> fault.field().equals(field));
    }

    /**
     * Refuses the request if there is any fault.
     *
     * @param order the known fields; faults of others come last
     * @throws RefusedRequestException with all of them
     */
    void refuse(List<String> order) {
        if (!all.isEmpty()) {
            all.sort(Comparator.comparingInt(fault -> place(fault.field(), order)));
            throw new RefusedRequestException(all);
        }
    }

    private static int place(String field, List<String> order) {
        int index = order.indexOf(field);
        return index < 0 ? order.size() : index;
    }
}
