package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterContext.CallListener;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A paging token that is refused")
class RefusedTokensTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, new CallListener() {
                @Override
                public void called(String operation, Duration took, String outcome) {}

                @Override
                public void retried(String operation, int attempt, AdapterErrorCode code) {
                    told.add(operation);
                }
            }));
    private final RecordingProxy watched = new RecordingProxy(vendor.instance()::answer);
    private final CrmAdapter adapter =
            vendor.adapter(vendor.mapping(), Access.RIGHT, Map.of("base-url", watched.url()));

    @AfterEach
    void close() {
        adapter.close();
        watched.close();
        vendor.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1001, Invalid value '2'. Required of type 'Long'",
        "1003, The token has expired",
        "1003, Invalid value for field 'nextPageToken' and value 'x'",
        "610, Requested resource not found"
    })
    void isReplacedOnceFromItsDateInWhateverWords(String code, String words) {
        person("ada");
        clock.advance(Duration.ofHours(1));
        Cursor caughtUp = caughtUp(Cursor.BEGINNING).next();
        SourceRef eve = person("eve");
        clock.advance(Duration.ofHours(1));
        Set<String> old = refuseTokensOfBefore(code, words);

        List<Change> changes = new ArrayList<>();
        PullPage page = adapter.pull(RecordKind.PERSON, caughtUp);
        changes.addAll(page.changes());

        assertThat(page.progress()).isInstanceOf(Progress.CaughtUp.class);
        assertThat(changes).extracting(Change::ref).contains(eve);
        assertThat(told).contains("activities", "deleted leads");
        // From now on by the new token: nothing is replaced again.
        told.clear();
        clock.advance(Duration.ofHours(1));
        adapter.pull(RecordKind.PERSON, page.next());
        assertThat(told).isEmpty();
        assertThat(old).isNotEmpty();
    }

    @Test
    void isNotReplacedForEverWhereEveryOneIsRefused() {
        long lead = Long.parseLong(person("ada").id());
        for (int i = 0; i < 700; i++) vendor.instance().activity(lead, 2, clock.instant(), i, "Form", Map.of());
        Set<String> fresh = ConcurrentHashMap.newKeySet();
        watched.between((call, next) -> {
            HttpAnswer answer = next.apply(call);
            if (call.path().endsWith("/pagingtoken.json")) fresh.add(token(answer.text()));
            boolean refused = call.path().endsWith("/activities.json")
                    && !fresh.contains(call.parameter("nextPageToken").orElse(""));
            return refused ? HttpAnswer.json(200, ScriptedMarketo.error("1003", "The token has expired")) : answer;
        });

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> adapter.pull(RecordKind.RESPONSE, Cursor.BEGINNING));

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused).hasMessageContaining("The token has expired");
        assertThat(told).as("replaced once").hasSize(1);
        assertThat(watched.calls()).hasSizeLessThan(10);
    }

    @ParameterizedTest
    @CsvSource({"603, PERMISSION_MISSING", "607, QUOTA_EXHAUSTED", "1003, UNEXPECTED_RESPONSE"})
    void isNotWhatEveryRefusalIsAbout(String code, AdapterErrorCode meaning) {
        person("ada");
        Cursor caughtUp = caughtUp(Cursor.BEGINNING).next();
        watched.between((call, next) -> call.path().endsWith("/activities.json")
                ? HttpAnswer.json(200, ScriptedMarketo.error(code, "Access denied"))
                : next.apply(call));

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> adapter.pull(RecordKind.PERSON, caughtUp));

        assertThat(refused.code()).isEqualTo(meaning);
        assertThat(told).isEmpty();
    }

    /**
     * Every token that was given out so far. Each stream has its own, and two of one date may look alike: a new one counts for
     * a stream whose old one was refused.
     */
    private Set<String> refuseTokensOfBefore(String code, String words) {
        Set<String> given = ConcurrentHashMap.newKeySet();
        Set<String> fresh = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        Set<String> old = ConcurrentHashMap.newKeySet();
        watched.between((call, next) -> {
            HttpAnswer answer = next.apply(call);
            String asked = call.parameter("nextPageToken").orElse("");
            if (asked.isEmpty()) {
                if (call.path().endsWith("/pagingtoken.json")) given.add(token(answer.text()));
                return answer;
            }
            boolean isNew = refused.contains(call.path()) && given.contains(asked);
            if (!isNew && !fresh.contains(call.path() + asked)) {
                refused.add(call.path());
                old.add(asked);
                return HttpAnswer.json(200, ScriptedMarketo.error(code, words));
            }
            fresh.add(call.path() + token(answer.text()));
            return answer;
        });
        return old;
    }

    private static String token(String text) {
        return text.replaceAll("(?s).*\"nextPageToken\":\"([^\"]*)\".*", "$1");
    }

    private SourceRef person(String name) {
        return vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, name + "@example.org", Field.LAST_NAME, name));
    }

    private PullPage caughtUp(Cursor from) {
        PullPage page = adapter.pull(RecordKind.PERSON, from);
        while (!(page.progress() instanceof Progress.CaughtUp)) page = adapter.pull(RecordKind.PERSON, page.next());
        return page;
    }
}
