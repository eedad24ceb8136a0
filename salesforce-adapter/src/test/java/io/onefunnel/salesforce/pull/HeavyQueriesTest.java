package io.onefunnel.salesforce.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.ForwardingVendor;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a query is too much at once: less at once, then a job, then the others without this object. */
class HeavyQueriesTest {
    private static final Pattern WINDOW =
            Pattern.compile("FROM Lead WHERE SystemModstamp (?:>|&gt;)= (\\S+) AND .*SystemModstamp &lt; (\\S+)");

    private final SandboxOrg sandbox = new SandboxOrg();
    private final List<Duration> asked = new ArrayList<>();
    private Duration most = Duration.ofDays(365);
    private boolean bulkFails;
    private String code = "QUERY_TIMEOUT";
    private final ForwardingVendor front = new ForwardingVendor(sandbox.url(), this::own);

    private Optional<PlainVendor.Answer> own(PlainVendor.Request request) {
        if (bulkFails
                && request.path().contains("/jobs/query/")
                && request.method().equals("GET")) {
            return Optional.of(PlainVendor.Answer.json(
                    200, "{\"id\":\"750000000000001AAA\",\"state\":\"Failed\",\"errorMessage\":\"QUERY_TIMEOUT\"}"));
        }
        Matcher window = WINDOW.matcher(request.body());
        if (!window.find()) return Optional.empty();
        Duration length = Duration.between(
                Instant.parse(window.group(1)), Instant.parse(window.group(2).replaceAll("[^0-9TZ:.-].*", "")));
        asked.add(length);
        return length.compareTo(most) > 0
                ? Optional.of(PlainVendor.fault(code, "Your query request was running for too long."))
                : Optional.empty();
    }

    @AfterEach
    void close() {
        front.close();
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUERY_TIMEOUT", "OPERATION_TOO_LARGE", "QUERY_TOO_COMPLICATED"})
    void aWindowThatIsTooMuchIsReadInParts(String heavy) {
        code = heavy;
        List<String> leads = new ArrayList<>();
        CrmAdapter adapter = sandbox.adapter(front.front.url(), SandboxOrg.mapping(), Map.of());
        Cursor start = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        for (int hour = 0; hour < 12; hour++) {
            sandbox.clock.advance(Duration.ofHours(1));
            leads.add(sandbox.lead("Of hour " + hour));
        }
        sandbox.aWhilePasses();
        most = Duration.ofHours(4);

        SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, start);

        assertThat(pulled.ids()).containsExactlyInAnyOrderElementsOf(leads);
        assertThat(asked).anyMatch(length -> length.compareTo(most) > 0);
        assertThat(sandbox.calls("POST jobs/query")).isZero();
    }

    @Test
    void whatNoPartIsShortEnoughForIsReadByAJob() {
        CrmAdapter adapter = sandbox.adapter(front.front.url(), SandboxOrg.mapping(), Map.of());
        Cursor start = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        sandbox.clock.advance(Duration.ofHours(1));
        List<String> leads = sandbox.leads(5);
        sandbox.aWhilePasses();
        most = Duration.ZERO;

        SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, start);

        assertThat(pulled.ids()).containsExactlyInAnyOrderElementsOf(leads);
        assertThat(sandbox.calls("POST jobs/query")).isEqualTo(1);
    }

    @Test
    void anObjectThatCannotBeReadAtAllIsNamedAndTheOthersOfItsKindGoOn() {
        CrmAdapter adapter = sandbox.adapter(front.front.url(), SandboxOrg.mapping(), Map.of());
        Cursor start = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        sandbox.clock.advance(Duration.ofHours(1));
        sandbox.leads(5);
        String contact = sandbox.org.insert("Contact", Map.of("LastName", "Lovelace"));
        sandbox.aWhilePasses();
        most = Duration.ZERO;
        bulkFails = true;
        List<Change> changes = new ArrayList<>();
        Cursor[] at = {start};

        AdapterException left = catchThrowableOfType(AdapterException.class, () -> {
            while (true) {
                PullPage page = adapter.pull(RecordKind.PERSON, at[0]);
                changes.addAll(page.changes());
                at[0] = page.next();
                if (page.progress() instanceof Progress.CaughtUp) return;
            }
        });

        assertThat(left.code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        assertThat(left).hasMessageContaining("Lead");
        assertThat(changes).extracting(change -> change.ref().id()).containsExactly(contact);
        most = Duration.ofDays(365);
        assertThat(sandbox.pullPeople(adapter, at[0]).ids())
                .as("the next run")
                .hasSize(5)
                .doesNotContain(contact);
    }
}
