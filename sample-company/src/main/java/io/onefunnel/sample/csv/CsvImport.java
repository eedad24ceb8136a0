package io.onefunnel.sample.csv;

import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.marketo.MarketoData;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills the vendors from an admin's own files. Leads become Marketo leads with the form they filled in; deals become
 * Salesforce accounts, contacts and opportunities, and the Marketo lead gets the contact's id, so that the two are one
 * person; activities go to the system that would have logged them.
 */
public final class CsvImport {
    private static final int FILL_OUT_FORM = 2;
    private static final int VISIT_WEBPAGE = 1;
    private static final int OPEN_EMAIL = 10;
    private static final int CLICK_EMAIL = 11;

    /**
     * The files to import.
     *
     * @param columns what --map says: file name to column to field
     */
    public record Files(
            Optional<Path> leads,
            Optional<Path> deals,
            Optional<Path> activities,
            Map<String, Map<String, String>> columns) {
        public Files {
            columns = Map.copyOf(columns);
        }

        Map<String, String> told(CsvFile file) {
            return columns.getOrDefault(file.name, Map.of());
        }
    }

    private final Files files;
    private final MarketoData marketo;
    private final Instant now;
    private final ImportReport report = new ImportReport();
    private final SalesforceImport salesforce;
    private final Map<String, Long> marketoIds = new HashMap<>();

    private CsvImport(Files files, SalesforceData org, MarketoData marketo, Instant now) {
        this.files = files;
        this.marketo = marketo;
        this.now = now;
        salesforce = new SalesforceImport(org, now);
    }

    /**
     * Imports the files into a sandbox; GET /import of its control API repeats the report.
     *
     * @throws IllegalArgumentException when a file has no header, or --map names a column or field that does not exist
     * @throws UncheckedIOException when a file cannot be read
     */
    public static ImportReport fill(Sandbox sandbox, Files files) {
        ImportReport report = run(
                files,
                sandbox.salesforceData(),
                sandbox.marketoData(),
                sandbox.clock().instant());
        sandbox.page("/import", parameters -> report);
        return report;
    }

    /**
     * Imports the files.
     *
     * @param now the vendors' present, for leads whose file does not say when they came
     * @throws IllegalArgumentException when a file has no header, or --map names a column or field that does not exist
     * @throws UncheckedIOException when a file cannot be read
     */
    static ImportReport run(Files files, SalesforceData salesforce, MarketoData marketo, Instant now) {
        CsvImport csv = new CsvImport(files, salesforce, marketo, now);
        csv.run();
        return csv.report;
    }

    private void run() {
        LeadBook leads = new LeadBook(files.leads()
                .map(path -> {
                    CsvFile file = open(path);
                    return LeadRow.read(file, files.told(file));
                })
                .orElse(List.of()));
        files.deals().ifPresent(path -> {
            CsvFile file = open(path);
            for (DealRow deal : DealRow.read(file, files.told(file))) salesforce.deal(deal, leads, file.report);
        });
        List<ActivityRow> activities = files.activities()
                .map(path -> {
                    CsvFile file = open(path);
                    return ActivityRow.read(file, files.told(file), leads);
                })
                .orElse(List.of());
        // Sales can only have worked somebody who is in Salesforce.
        Set<String> worked = new HashSet<>();
        for (ActivityRow activity : activities) if (activity.kind().inSalesforce()) worked.add(activity.who());
        for (LeadRow lead : leads.all()) {
            if (worked.contains(lead.id())) salesforce.lead(lead);
            lead(lead);
        }
        activities.forEach(this::activity);
    }

    private CsvFile open(Path path) {
        CsvFile file = CsvFile.read(path);
        report.add(file.report);
        return file;
    }

    private void lead(LeadRow lead) {
        Instant created = lead.created().orElse(now);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("externalId", lead.id());
        fields.put("email", lead.email());
        fields.put("firstName", lead.first());
        fields.put("lastName", lead.last());
        fields.put("company", lead.company());
        fields.put("phone", lead.phone());
        fields.put("title", lead.title());
        fields.put("country", lead.country());
        fields.put("city", lead.city());
        fields.put("leadSource", lead.source());
        fields.put("originalSourceType", lead.source());
        fields.put("originalSourceInfo", lead.page());
        fields.put("leadStatus", lead.qualified() ? "MQL" : lead.status());
        fields.put("createdAt", created.toString());
        fields.putAll(salesforce.idsFor(lead.id()));
        fields.values().removeIf(String::isEmpty);
        long id = marketo.lead(fields);
        marketoIds.put(lead.id(), id);
        lead.created()
                .ifPresent(at -> marketo.activity(
                        id,
                        FILL_OUT_FORM,
                        at,
                        number(lead.page()),
                        lead.page().isEmpty() ? "First contact" : lead.page(),
                        lead.page().isEmpty() ? Map.of() : Map.of("Webpage ID", lead.page())));
    }

    private void activity(ActivityRow activity) {
        if (activity.kind().inSalesforce()) {
            salesforce.activity(activity);
            return;
        }
        int type = switch (activity.kind()) {
            case FORM -> FILL_OUT_FORM;
            case OPEN -> OPEN_EMAIL;
            case CLICK -> CLICK_EMAIL;
            default -> VISIT_WEBPAGE;
        };
        Long id = marketoIds.get(activity.who());
        if (id == null) throw new IllegalStateException("no Marketo lead for line " + activity.line());
        marketo.activity(id, type, activity.at(), number(activity.subject()), activity.subject(), Map.of());
    }

    /** The id of an asset that the file knows by name only: the same name, the same id. */
    private static long number(String name) {
        return 1 + (name.hashCode() & 0x7FFFFFFFL) % 1_000_000;
    }
}
