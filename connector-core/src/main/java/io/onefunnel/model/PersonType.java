package io.onefunnel.model;

/** What a person record is in its system; two records of one system merge only when their types agree. */
public enum PersonType implements Labelled {
    /** Not yet qualified: a lead beside contacts. */
    PROSPECT,
    /** A person under an account. */
    CONTACT,
    /** The only type of a system that does not tell the two apart. */
    PERSON
}
