package io.onefunnel.identity.match;

import io.onefunnel.identity.Resolver;
import io.onefunnel.model.Email;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.Phone;
import io.onefunnel.model.SourceRef;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys by which the records of one person find each other. Every rule of {@link Resolver} joins only records that
 * share one of them, so that a batch that is closed under shared keys gives the same people as all records at once.
 */
public final class IdentityKeys {
    /** The record itself, the record that it became, and those that a vendor's own sync ties it to. */
    public static final String NATIVE = "native";

    /** One mailbox; where several people share it, with the name. */
    public static final String EMAIL = "email";

    public static final String PHONE_NAME = "phone-name";

    private IdentityKeys() {}

    /** Distinct, in a fixed order. */
    public static List<IdentityKey> of(PersonRecord record) {
        Set<String> names = nameKeys(record.name());
        Stream<IdentityKey> natives = Stream.of(
                        Stream.of(record.ref()),
                        record.nativeIds().stream(),
                        record.link(LinkRole.CONVERTED_TO).stream())
                .flatMap(refs -> refs)
                .map(SourceRef::toString)
                .map(ref -> new IdentityKey(NATIVE, ref));
        Stream<IdentityKey> emails = record.emails().stream()
                .filter(Email::usable)
                .flatMap(email -> shared(email)
                        ? names.stream().map(name -> email.mailbox() + "|" + name)
                        : Stream.of(email.mailbox()))
                .map(value -> new IdentityKey(EMAIL, value));
        Stream<IdentityKey> phones = record.phones().stream()
                .filter(Phone::valid)
                .flatMap(phone -> names.stream().map(name -> phone.text() + "|" + name))
                .map(value -> new IdentityKey(PHONE_NAME, value));
        return Stream.of(natives, emails, phones)
                .flatMap(keys -> keys)
                .distinct()
                .collect(Collectors.toList());
    }

    /** Read by many: a task's mailbox, or one that anybody can open. */
    static boolean shared(Email email) {
        return email.role() || email.kind() == Email.Kind.DISPOSABLE;
    }

    /**
     * The surname with the initial of the given name, and of each name that it may be a short form of: "smith|b" and
     * "smith|r" for Bob Smith. Empty unless both parts are known.
     */
    static Set<String> nameKeys(PersonName name) {
        String surname = NameMatch.surname(name.lastKey());
        if (surname.isEmpty() || name.firstKey().isEmpty()) return Set.of();
        Set<String> keys = new TreeSet<>();
        for (String given : Nicknames.givenNames(name.firstKey().split(" ", 2)[0])) {
            keys.add(surname + "|" + given.substring(0, given.offsetByCodePoints(0, 1)));
        }
        return keys;
    }
}
