package io.onefunnel.salesforce;

import io.onefunnel.config.MappingFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.sandbox.http.VendorServer;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.option.OptionValues;
import io.onefunnel.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The sandbox's org with everything in the test's hands: options, faults, counts, and the truth of what it holds. */
public final class SandboxOrg implements AutoCloseable {
    public static final ConnectionId CONNECTION = new ConnectionId("salesforce");

    public final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    public final Calls calls = new Calls();
    final Faults faults = new Faults();
    public final SalesforceOrg org;
    private final VendorServer server;
    private final List<CrmAdapter> opened = new ArrayList<>();

    public SandboxOrg() {
        org = new SalesforceOrg(new SandboxClock(clock), calls, new WriteAudit(), faults);
        server = new VendorServer(0, call -> calls.timed(() -> org.answer(call)), faults);
        server.start();
    }

    public static Mapping mapping() {
        return MappingFile.read(
                Path.of(System.getProperty("onefunnel.root", ".."), "config", "mappings", "salesforce.yaml"));
    }

    /** The shipped mapping with options of one type changed. */
    public static Mapping mapping(String type, Map<String, String> options) {
        return mapping(
                type,
                before -> new Mapping.Type(
                        before.name(),
                        before.kind(),
                        before.personType(),
                        before.fields(),
                        before.links(),
                        before.writes(),
                        options));
    }

    /** The shipped mapping with other fields of the org behind some of a lead's. */
    public static Mapping mappingOfLeads(Map<Field, String> instead) {
        return mapping("Lead", before -> {
            Map<Field, Mapping.Source> fields = new LinkedHashMap<>(before.fields());
            instead.forEach((field, name) -> fields.put(field, Mapping.Source.of(name)));
            return new Mapping.Type(
                    before.name(),
                    before.kind(),
                    before.personType(),
                    fields,
                    before.links(),
                    before.writes(),
                    before.options());
        });
    }

    private static Mapping mapping(String type, UnaryOperator<Mapping.Type> changed) {
        Map<String, Mapping.Type> types = new LinkedHashMap<>(mapping().types());
        types.put(type, changed.apply(Objects.requireNonNull(types.get(type))));
        return new Mapping(types);
    }

    public CrmAdapter adapter() {
        return adapter(Map.of());
    }

    public CrmAdapter adapter(Map<String, String> options) {
        return adapter(mapping(), options);
    }

    public CrmAdapter adapter(Mapping mapping, Map<String, String> options) {
        return adapter(server.url(), mapping, options);
    }

    /** @param url where the org is reached, such as a front that makes trouble */
    public CrmAdapter adapter(String url, Mapping mapping, Map<String, String> options) {
        CrmAdapter adapter = new SalesforceAdapterFactory().create(settings(url, mapping, options), context());
        opened.add(adapter);
        return adapter;
    }

    public ConnectionSettings settings(String url, Mapping mapping, Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("url", url);
        all.put("grant", "client-credentials");
        all.put("client-id", credential("clientId"));
        all.putAll(options);
        return new ConnectionSettings(
                CONNECTION,
                OptionValues.parse(SalesforceOptions.ALL, all),
                Map.of("client-secret", () -> credential("clientSecret")),
                mapping);
    }

    public AdapterContext context() {
        return new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {});
    }

    /** From now on it says of itself that it is another org, in the token as well. */
    public void poseAs(String orgId) {
        String token = "{\"access_token\":\"" + orgId + "!token\",\"token_type\":\"Bearer\",\"instance_url\":\"" + url()
                + "\",\"id\":\"https://login.salesforce.com/id/" + orgId + "/005000000000001AAA\"}";
        answer("POST /services/oauth2/token", "application/json", token);
        answer("FROM Organization", "text/xml", CannedOrg.organization(orgId).body());
    }

    private void answer(String match, String type, String body) {
        Map<String, String> answer = Map.of("status", "200", "contentType", type, "body", body);
        faults.add(new Faults.Fault("status", match, 0, Integer.MAX_VALUE, answer));
    }

    String credential(String name) {
        return Objects.requireNonNull(org.credentials().get(name));
    }

    public String url() {
        return server.url();
    }

    /** Leads who all have the stamp of now. */
    public List<String> leads(int count) {
        List<String> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) ids.add(lead("Lead" + i));
        return ids;
    }

    public String lead(String lastName) {
        return org.insert("Lead", Map.of("LastName", lastName, "Company", "Engines"));
    }

    /** What a pull brought, and where it stands. */
    public record Pulled(List<Change> changes, Cursor next, List<PullPage> pages) {
        public List<String> ids() {
            return changes.stream().map(change -> change.ref().id()).toList();
        }

        public Change.Present present(String id) {
            return changes.stream()
                    .filter(change -> change.ref().id().equals(id))
                    .filter(Change.Present.class::isInstance)
                    .map(Change.Present.class::cast)
                    .reduce((first, last) -> last)
                    .orElseThrow(() -> new AssertionError(id + " was not pulled"));
        }
    }

    public Pulled pull(CrmAdapter adapter, RecordKind kind, Cursor from) {
        List<Change> changes = new ArrayList<>();
        List<PullPage> pages = new ArrayList<>();
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(kind, at);
            pages.add(page);
            changes.addAll(page.changes());
            at = page.next();
            if (page.progress() instanceof Progress.Wait wait) clock.advanceTo(wait.notBefore());
            if (page.progress() instanceof Progress.CaughtUp) return new Pulled(changes, at, pages);
        }
    }

    public Pulled pullPeople(CrmAdapter adapter, Cursor from) {
        return pull(adapter, RecordKind.PERSON, from);
    }

    public void aWhilePasses() {
        clock.advance(Duration.ofHours(1));
    }

    public int calls(String operation) {
        return calls.byOperation().getOrDefault(operation, 0L).intValue();
    }

    static String nameOf(String type, Field field) {
        return Objects.requireNonNull(mapping().types().get(type)).nameOf(field).orElseThrow();
    }

    @Override
    public void close() {
        opened.forEach(CrmAdapter::close);
        server.close();
    }
}
