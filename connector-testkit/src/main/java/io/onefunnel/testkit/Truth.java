package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the vendor holds, as known from what people did there and not from what it answers. */
final class Truth {
    /** Mapped at every vendor as a field of its own, and taken as it is typed. */
    static final List<Field> FIELDS = List.of(Field.LAST_NAME, Field.TITLE, Field.CITY);

    private final VendorFixture vendor;
    private final Map<SourceRef, Person> living = new LinkedHashMap<>();
    private final Map<SourceRef, SourceRef> merged = new LinkedHashMap<>();
    private final Set<SourceRef> told = new LinkedHashSet<>();

    static final class Person {
        private final Map<Field, String> values = new EnumMap<>(Field.class);
        private Optional<SourceRef> owner = Optional.empty();
        private Instant seenFrom;

        Person(Instant seenFrom) {
            this.seenFrom = seenFrom;
        }
    }

    Truth(VendorFixture vendor) {
        this.vendor = vendor;
    }

    /** Those whom people can do something with: who is not to be seen yet is not. */
    List<SourceRef> atHand(Instant now) {
        List<SourceRef> atHand = new ArrayList<>();
        living.forEach((ref, person) -> {
            if (!person.seenFrom.isAfter(now)) atHand.add(ref);
        });
        return atHand;
    }

    int size() {
        return living.size();
    }

    // --- what people did -----------------------------------------------------------------------------------------

    void added(SourceRef ref, Map<Field, String> values, Instant seenFrom) {
        living.put(ref, new Person(seenFrom));
        edited(ref, values, seenFrom);
    }

    void edited(SourceRef ref, Map<Field, String> values, Instant at) {
        Person person = person(ref);
        FIELDS.stream().filter(values::containsKey).forEach(field -> person.values.put(field, values.get(field)));
        person.seenFrom = at;
    }

    void assigned(SourceRef ref, SourceRef user, Instant at) {
        person(ref).owner = Optional.of(user);
        person(ref).seenFrom = at;
    }

    void deleted(SourceRef ref) {
        living.remove(ref);
    }

    /**
     * Which values and which owner stay is each vendor's own rule: the vendor is asked.
     *
     * @param isTold whether a pull had begun: no vendor promises to tell of merges before
     */
    void merged(SourceRef survivor, SourceRef loser, SourceRef now, Instant at, boolean isTold) {
        Person kept = person(survivor);
        living.remove(survivor);
        living.remove(loser);
        merged.put(loser, now);
        if (!survivor.equals(now)) merged.put(survivor, now);
        if (isTold) told.add(loser);
        Person person = new Person(at);
        FIELDS.forEach(field -> person.values.put(field, vendor.value(now, field)));
        person.owner = kept.owner.flatMap(owner -> vendor.ownerOf(now));
        living.put(now, person);
    }

    private Person person(SourceRef ref) {
        Person person = living.get(ref);
        if (person == null) throw new IllegalStateException(ref + " is not there");
        return person;
    }

    // --- what must be known of it --------------------------------------------------------------------------------

    /** The vendor itself agrees: else what fails is the fixture. */
    void assertHeldByTheVendor() {
        living.forEach((ref, person) -> {
            for (Field field : FIELDS) {
                assertThat(vendor.value(ref, field))
                        .as("%s of %s at the vendor", field, ref)
                        .isEqualTo(person.values.getOrDefault(field, ""));
            }
        });
    }

    /** Nobody is left whose last change was before the instant up to which all is said to be told. */
    void assertComplete(Mirror mirror, Instant completeTo) {
        living.forEach((ref, person) -> {
            if (person.seenFrom.isBefore(completeTo)) assertKnown(mirror, ref, person);
        });
    }

    void assertEqual(Mirror mirror) {
        assertThat(mirror.live()).as("who is there").containsExactlyInAnyOrderElementsOf(living.keySet());
        living.forEach((ref, person) -> assertKnown(mirror, ref, person));
        for (SourceRef loser : told) {
            // Where the way ends in the bin, it is enough that nobody lives.
            if (!living.containsKey(survivor(loser))) continue;
            assertThat(mirror.current(loser))
                    .as("where %s is after all merges", loser)
                    .isEqualTo(survivor(loser));
        }
    }

    private SourceRef survivor(SourceRef loser) {
        SourceRef at = loser;
        for (SourceRef next = merged.get(at); next != null; next = merged.get(at)) at = next;
        return at;
    }

    private void assertKnown(Mirror mirror, SourceRef ref, Person person) {
        Change.Present present =
                mirror.present(ref).orElseThrow(() -> new AssertionError(ref + " is there, and not known to be"));
        for (Field field : FIELDS) {
            assertThat(Mappings.value(vendor.mapping(), present, field).orElse(""))
                    .as("%s of %s as it is known", field, ref)
                    .isEqualTo(person.values.getOrDefault(field, ""));
        }
        person.owner.ifPresent(owner -> assertThat(present.links().getOrDefault(LinkRole.OWNER, List.of()))
                .as("owner of %s as it is known", ref)
                .containsExactly(owner.id()));
    }
}
