package io.onefunnel.hubspot;

import io.onefunnel.config.MappingFile;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A portal with a list and a form, and a mapping that takes one of them for a source of responses. */
abstract class ResponseSources extends CountedPortal {
    @TempDir
    private Path folder;

    final List<Change> told = new ArrayList<>();
    String list = "";
    String form = "";
    CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @BeforeEach
    void makeSources() {
        list = fixture.portal()
                .byHand("list", Map.of("name", "Webinar of March"))
                .getOrDefault("id", "");
        form = fixture.portal().byHand("form", Map.of("name", "Price list")).getOrDefault("id", "");
    }

    @AfterEach
    void close() {
        adapter.close();
    }

    SourceRef person(int number) {
        return fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "p" + number + "@example.org"));
    }

    void forget() {
        told.clear();
        calls.clear();
    }

    static String linked(Change change) {
        return ((Change.Present) change)
                .links()
                .getOrDefault(LinkRole.PERSON, List.of("nobody"))
                .get(0);
    }

    Cursor pull(Cursor from) {
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(RecordKind.RESPONSE, at);
            told.addAll(page.changes());
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return at;
        }
    }

    void useList(String apiVersion, String more) {
        use(Map.of("api-version", apiVersion), """
                  webinar:
                    kind: RESPONSE
                    options: {list: "%s"%s}
                    fields:
                      occurred_at: membershipTimestamp
                      subject: listName
                      channel: {from: [], otherwise: CAMPAIGN}
                      responded: {from: [], otherwise: "true"}
                """.formatted(list, more));
    }

    void useForm(String more) {
        use(Map.of(), """
                  price-list:
                    kind: RESPONSE
                    options: {form: "%s"%s}
                    fields:
                      occurred_at: submittedAt
                      subject: formName
                      name: pageUrl
                      offer: values/industry
                      channel: {from: [], otherwise: FORM}
                      responded: {from: [], otherwise: "true"}
                """.formatted(form, more));
    }

    /** The shipped people, and this source of responses alone. */
    private void use(Map<String, String> options, String type) {
        Mapping source = read("types:\n" + type);
        Map<String, Mapping.Type> types = new LinkedHashMap<>();
        types.put("contacts", fixture.mapping().typesOf(RecordKind.PERSON).get(0));
        types.putAll(source.types());
        adapter.close();
        adapter = fixture.adapter(new Mapping(types), Access.RIGHT, options);
    }

    private Mapping read(String yaml) {
        Path file = folder.resolve("mapping.yaml");
        try {
            return MappingFile.read(Files.writeString(file, yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
