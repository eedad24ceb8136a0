package io.onefunnel.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.MappedTypes;
import io.onefunnel.hubspot.client.ObjectPageReader;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.pull.ChangeFactory;
import io.onefunnel.spi.ConnectionSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** From the bytes of search pages to changes, beside the same bytes through Jackson's stream with every value as text. */
final class JsonParsing {
    private static final int PAGE = 200;
    private static final int WARM_UP = 8;
    private static final int ROUNDS = 12;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final JsonFactory factory = new JsonFactory();
    private final MappedTypes types;
    private final RecordRefs refs;
    private final MappedType contacts;
    private final int pages;
    private final byte[] page;

    JsonParsing(ConnectionSettings settings, int records) {
        types = new MappedTypes(settings.mapping());
        refs = new RecordRefs(settings.id(), types);
        contacts = types.named("contacts").orElseThrow();
        pages = Math.max(1, records / PAGE);
        page = page();
    }

    /** CPU nanoseconds for one contact, the best of several rounds in turn. */
    record Figures(int properties, double bare, double toModel) {
        double ratio() {
            return toModel / bare;
        }
    }

    Figures measure() throws IOException {
        long bare = Long.MAX_VALUE;
        long toModel = Long.MAX_VALUE;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            long began = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < pages; i++) bare();
            long between = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < pages; i++) toModel();
            long ended = threads.getCurrentThreadCpuTime();
            if (round < WARM_UP) continue;
            bare = Math.min(bare, between - began);
            toModel = Math.min(toModel, ended - between);
        }
        double contactsRead = (double) pages * PAGE;
        return new Figures(contacts.properties().size(), bare / contactsRead, toModel / contactsRead);
    }

    private void bare() throws IOException {
        long characters = 0;
        try (JsonParser parser = factory.createParser(new ByteArrayInputStream(page))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) characters += parser.getText().length();
            }
        }
        if (characters == 0) throw new IllegalStateException("the page is empty");
    }

    private void toModel() throws IOException {
        ChangeFactory changes = new ChangeFactory(types, refs, contacts);
        int made = 0;
        for (VendorObject object :
                ObjectPageReader.page(new ByteArrayInputStream(page)).objects()) {
            made += changes.of(object).size();
        }
        if (made != PAGE) throw new IllegalStateException(made + " changes of " + PAGE + " contacts");
    }

    /** Half of the properties filled; the other half is null, as HubSpot answers what was asked for and is empty. */
    private byte[] page() {
        StringBuilder text = new StringBuilder("{\"total\":" + PAGE + ",\"results\":[");
        List<String> properties = contacts.properties().stream().sorted().toList();
        for (int i = 0; i < PAGE; i++) {
            if (i > 0) text.append(',');
            text.append("{\"id\":\"").append(1_000_000 + i).append("\",\"properties\":{");
            for (int p = 0; p < properties.size(); p++) {
                if (p > 0) text.append(',');
                String name = properties.get(p);
                boolean merged = name.contains("merged");
                text.append('"').append(name).append("\":");
                if (merged || p % 2 == 1) text.append("null");
                else text.append("\"Text ").append((i * 31 + p) % 5000).append('"');
            }
            text.append("},\"createdAt\":\"2026-03-02T10:15:30.123Z\",\"updatedAt\":\"2026-03-02T10:15:")
                    .append(10 + i % 50)
                    .append(".456Z\",\"archived\":false}");
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
