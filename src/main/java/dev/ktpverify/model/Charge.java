package dev.ktpverify.model;

/** What a verification cost, as far as can be known. */
public enum Charge {
    /** The provider charges for this answer. */
    CHARGED,
    /** The provider charges nothing. */
    FREE,
    /** The provider may have charged; its invoice tells. */
    UNKNOWN
}
