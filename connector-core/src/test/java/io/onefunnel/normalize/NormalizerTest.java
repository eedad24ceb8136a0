package io.onefunnel.normalize;

import static io.onefunnel.normalize.RecordDrafts.HERE;
import static io.onefunnel.normalize.RecordDrafts.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.Phone;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A normalizer, of a person's record,")
class NormalizerTest extends NormalizingHere {
    @Test
    void makesAPersonOfAllThatItsRecordTells() {
        PersonRecord person = normalizer.person(raw("Lead")
                .with("FirstName", "Dr. Ada")
                .with("LastName", "Lovelace")
                .with("Email", "Ada.Lovelace@shop.ACME.co.uk")
                .with("MoreEmails", "ada@gmail.com; ;broken")
                .with("Phone", "020 7946 0958")
                .with("MobilePhone", "123")
                .with("Title", "VP Marketing")
                .with("Company", "ACME Ltd.")
                .with("Country", "United Kingdom")
                .with("Status", "working - contacted")
                .with("Employees", "1200.50")
                .with("Created", "2026-01-05T08:00:00.000+0000")
                .with("CrmContact", "003X")
                .link(LinkRole.OWNER, "u1")
                .build());
        assertThat(person.ref()).isEqualTo(new SourceRef(HERE, RecordKind.PERSON, "1"));
        assertThat(person.type()).isEqualTo(PersonType.PROSPECT);
        assertThat(person.version()).isEqualTo(VERSION);
        assertThat(person.createdAt()).isEqualTo("2026-01-05T08:00:00Z");
        assertThat(person.name().firstKey()).isEqualTo("ada");
        assertThat(person.emails())
                .extracting(Email::kind)
                .containsExactly(Email.Kind.WORK, Email.Kind.PERSONAL, Email.Kind.INVALID);
        assertThat(person.phones()).containsExactly(new Phone("+442079460958", true), new Phone("123", false));
        assertThat(person.level()).isEqualTo(JobLevel.VICE_PRESIDENT);
        assertThat(person.function()).isEqualTo(JobFunction.MARKETING);
        assertThat(person.companyKey()).isEqualTo("acme");
        assertThat(person.domain()).isEqualTo("acme.co.uk");
        assertThat(person.country()).isEqualTo("GB");
        assertThat(person.status()).isEqualTo(LeadStatus.WORKING);
        assertThat(person.nativeIds()).containsExactly(new SourceRef(CRM, RecordKind.PERSON, "003X"));
        assertThat(person.link(LinkRole.OWNER)).contains(new SourceRef(HERE, RecordKind.USER, "u1"));
        assertThat(person.value(Field.EMPLOYEES)).contains("1200.5");
        assertThat(person.value(Field.CREATED_AT)).contains("2026-01-05T08:00:00Z");
    }

    @Test
    void dialsANumberFromTheCountryOfTheMailWhenTheRecordNamesNone() {
        assertThat(normalizer
                        .person(raw("Lead")
                                .with("Phone", "01 53 05 00 00")
                                .with("Email", "a@acme.fr")
                                .build())
                        .phones())
                .containsExactly(new Phone("+33153050000", true));
        assertThat(normalizer
                        .person(raw("Lead").with("Phone", "089 1234567").build())
                        .phones())
                .containsExactly(new Phone("+49891234567", true));
    }

    @Test
    void tellsAnEmptyValueFromOneThatItMayNotSee() {
        PersonRecord person = normalizer.person(raw("Lead").unfetched("Title").build());
        assertThat(person.sees(Field.TITLE)).isFalse();
        assertThat(person.sees(Field.FIRST_NAME)).isTrue();
        assertThat(person.value(Field.FIRST_NAME)).isEmpty();
        PersonRecord half = normalizer.person(raw("Lead").unfetched("Website2").build());
        assertThat(half.sees(Field.WEBSITE))
                .as("one of its two sources is out of sight")
                .isFalse();
        assertThat(normalizer
                        .person(raw("Lead")
                                .unfetched("Website2")
                                .with("Website1", "acme.com")
                                .build())
                        .value(Field.WEBSITE))
                .contains("acme.com");
    }

    @Test
    void takesTheFirstSourceThatIsNotEmpty() {
        assertThat(normalizer
                        .person(raw("Lead")
                                .with("Website1", " ")
                                .with("Website2", "https://acme.com")
                                .build())
                        .value(Field.WEBSITE))
                .contains("https://acme.com");
    }

    @Test
    void translatesChoicesAndKeepsOutWhatTheMappingDoesNotName() {
        assertThat(normalizer
                        .person(raw("Lead").with("Status", "Something new").build())
                        .status())
                .isEqualTo(LeadStatus.NEW);
        assertThat(normalizer
                        .person(raw("Lead").with("Lifecycle", "weird").build())
                        .value(Field.LIFECYCLE))
                .isEmpty();
        assertThat(normalizer
                        .person(raw("Lead").with("Lifecycle", "CUSTOMER ").build())
                        .value(Field.LIFECYCLE))
                .contains("WON");
        assertThat(normalizer.person(raw("Lead").build()).status())
                .as("an absent value is not translated")
                .isNull();
    }

    @Test
    void countsAValueThatIsNotOfItsTypeAsEmpty() {
        PersonRecord person = normalizer.person(raw("Lead")
                .with("Employees", "many")
                .with("Created", "yesterday")
                .with("OptOut", "perhaps")
                .build());
        assertThat(person.values())
                .containsEntry(Field.EMPLOYEES, "")
                .containsEntry(Field.CREATED_AT, "")
                .containsEntry(Field.EMAIL_OPT_OUT, "");
        assertThat(normalizer
                        .person(raw("Lead").with("Employees", "1E+999999999").build())
                        .value(Field.EMPLOYEES))
                .isEmpty();
    }

    @Test
    void readsOurOwnFieldsAsTheyAreHeld() {
        Change.Present raw = raw("Lead")
                .with("Score", "78.0")
                .with("Reasons", "a\r\nb")
                .with("Title", "VP")
                .build();
        assertThat(normalizer.read(raw).own())
                .containsOnly(Map.entry(Field.OF_SCORE, "78"), Map.entry(Field.OF_SCORE_REASONS, "a\nb"));
        assertThat(normalizer.read(raw("Lead").unfetched("Score").build()).own())
                .containsOnlyKeys(Field.OF_SCORE_REASONS);
    }

    @Test
    void refusesATypeThatTheMappingDoesNotHave() {
        assertThatThrownBy(() -> normalizer.person(raw("Asset").build()))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("Asset: the mapping of here has no such type");
    }

    @Test
    void takesAUserForActiveUnlessItIsSaidNotToBe() {
        assertThat(normalizer.user(raw("User").unfetched("Active").build()).active())
                .isTrue();
        assertThat(normalizer.user(raw("User").with("Active", "false").build()).active())
                .isFalse();
        assertThat(normalizer.user(raw("User")
                        .with("Zone", "Europe/Berlin")
                        .with("Type", "QUEUE")
                        .with("Email", "A@B.com")
                        .build()))
                .satisfies(user -> {
                    assertThat(user.zone()).contains(ZoneId.of("Europe/Berlin"));
                    assertThat(user.queue()).isTrue();
                    assertThat(user.email()).isEqualTo("a@b.com");
                });
        assertThat(normalizer
                        .user(raw("User").with("Zone", "Nowhere/Land").build())
                        .zone())
                .isEmpty();
    }

    @Test
    void digestsWhatDecisionsReadAndNothingElse() {
        byte[] digest = digest(
                raw("Lead").with("Title", "VP").link(LinkRole.OWNER, "u1").build());
        assertThat(digest).hasSize(16);
        assertThat(digest(raw("Lead")
                        .link(LinkRole.OWNER, "u1")
                        .with("Title", "VP ")
                        .with("Score", "5")
                        .version("2027-01-01T00:00:00Z")
                        .build()))
                .as("spelling, our own fields and the version are not news")
                .isEqualTo(digest);
        assertThat(List.of(
                        raw("Lead")
                                .with("Title", "CEO")
                                .link(LinkRole.OWNER, "u1")
                                .build(),
                        raw("Lead")
                                .with("Title", "VP")
                                .link(LinkRole.OWNER, "u2")
                                .build(),
                        raw("Lead").with("Title", "VP").build(),
                        raw("Lead")
                                .with("LastName", "VP")
                                .link(LinkRole.OWNER, "u1")
                                .build(),
                        raw("Lead")
                                .with("Title", "VP")
                                .link(LinkRole.OWNER, "u1")
                                .unfetched("Phone")
                                .build(),
                        raw("Lead")
                                .with("Title", "VP")
                                .link(LinkRole.OWNER, "u1")
                                .with("Outcome", "DISQUALIFIED")
                                .build()))
                .as("a value, a link, a field that went out of sight, what a person entered: all news")
                .allSatisfy(other -> assertThat(digest(other)).isNotEqualTo(digest));
        assertThat(digest(raw("Lead")
                        .link(LinkRole.ACCOUNT, "b")
                        .link(LinkRole.ACCOUNT, "a")
                        .build()))
                .isEqualTo(digest(raw("Lead")
                        .link(LinkRole.ACCOUNT, "a")
                        .link(LinkRole.ACCOUNT, "b")
                        .build()));
    }

    private byte[] digest(Change.Present raw) {
        return normalizer.read(raw).digest();
    }

    @Test
    void digestsAPageOfRecordsInNoTime() {
        List<Change.Present> records = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            records.add(raw("Lead", "id" + i)
                    .with("FirstName", "Ada" + i)
                    .with("LastName", "Lovelace")
                    .with("Email", "ada" + i + "@acme.com")
                    .with("Company", "Acme Ltd.")
                    .with("Created", "2026-01-05T08:00:00.000+0000")
                    .link(LinkRole.OWNER, "u1")
                    .build());
        }
        // Of this thread alone: other work on the machine says nothing about ours.
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        long begin = cpu.getCurrentThreadCpuTime();
        Set<String> digests = new HashSet<>();
        records.forEach(raw -> digests.add(new BigIntegerText(digest(raw)).text()));
        assertThat(digests).hasSize(20_000);
        // A tenth of a large page in a tenth of a few seconds, with room for a slow machine.
        assertThat(Duration.ofNanos(cpu.getCurrentThreadCpuTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    private record BigIntegerText(byte[] bytes) {
        String text() {
            return new BigInteger(1, bytes).toString(16);
        }
    }
}
