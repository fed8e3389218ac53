package dev.ktpverify.invocation;

import dev.ktpverify.credentials.KeyedHash;
import dev.ktpverify.observability.IdForm;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who the caller is: as API Gateway's authorizer says, or as a direct invocation says of itself.
 *
 * @param id what keys and budgets of one caller are kept apart from another's by; empty for nobody
 * @param name what the log calls it; null for nobody, and for one that may be a person: of that one only a hash is shown
 */
public record Principal(String id, String name) {

    /** Nobody said anything. */
    public static final Principal NOBODY = new Principal("", null);

    /** What people name roles, clients and systems: IAM's characters for a role, without those of an e-mail address. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.-]{1,128}");
    /** What a system may call itself in a direct invocation. */
    private static final Pattern CALLER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private static final int SHOWN_HASH = 16;

    /** A person perhaps. */
    public static Principal unnamed(String id) {
        return new Principal(id, null);
    }

    /**
     * No person: a role, a client or a system.
     *
     * @param kind which of these
     * @param name the name; it is only shown if it looks like one
     */
    public static Principal named(String id, String kind, String name) {
        boolean shown = NAME.matcher(name).matches() && (IdForm.isMachineMade(name) || !IdForm.hasManyDigits(name));
        return new Principal(id, shown ? kind + "/" + name : null);
    }

    /** A system that names itself; see {@link #isCaller}. */
    public static Principal caller(String name) {
        return named("caller " + name, "caller", name);
    }

    /** Whether a system may call itself so. */
    public static boolean isCaller(String name) {
        return CALLER.matcher(name).matches() && !IdForm.hasManyDigits(name);
    }

    /** The hash of the id, which is the same in every place. */
    public String hashed(KeyedHash hash) {
        return hash.of(List.of("principal", id));
    }

    /** What the log calls it, once there is a key to hash with; null for nobody. */
    String shown(KeyedHash hash) {
        return name != null || id.isEmpty() ? name : "hashed/" + hashed(hash).substring(0, SHOWN_HASH);
    }

    /** It can be somebody's name. */
    @Override
    public String toString() {
        return "Principal[redacted]";
    }
}
