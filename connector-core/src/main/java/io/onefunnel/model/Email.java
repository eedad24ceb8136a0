package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/**
 * An e-mail address in the form in which two spellings of one mailbox are equal.
 *
 * @param address trimmed, lower case
 * @param mailbox {@code address} without what its provider ignores (tags after "+", dots at some providers): equal
 *     mailboxes are one mailbox
 * @param kind what the address says about itself
 */
public record Email(String address, String mailbox, Kind kind) {
    public Email {
        requireNonNull(address, "address is null");
        requireNonNull(mailbox, "mailbox is null");
        requireNonNull(kind, "kind is null");
    }

    public enum Kind {
        /** At a domain of its own: says where somebody works. */
        WORK,
        /** At a provider for everybody. */
        PERSONAL,
        /** Made to be thrown away. */
        DISPOSABLE,
        /** Not an address. Kept as it came, matched with nothing. */
        INVALID
    }

    /** The part after the last "@"; empty for {@link Kind#INVALID} without one. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    public String localPart() {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    /** Whether it names a task and not somebody ("info", "sales"): many people may read and use it. */
    public boolean role() {
        int at = mailbox.lastIndexOf('@');
        return at > 0 && RoleMailboxes.contains(mailbox.substring(0, at));
    }

    /** Whether it can stand for somebody: not {@link Kind#INVALID}. */
    public boolean usable() {
        return kind != Kind.INVALID;
    }
}
