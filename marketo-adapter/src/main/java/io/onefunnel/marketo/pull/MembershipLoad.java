package io.onefunnel.marketo.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.client.Expected;
import io.onefunnel.marketo.client.FilterQuery;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.ProgramChannels;
import io.onefunnel.marketo.client.RecordPage;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.VendorDates;
import io.onefunnel.spi.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Memberships of programs that are older than the log of activities, from the programs themselves: once, in the first
 * load. They are told as the activities that Marketo has purged, under the same key, so that a membership and its success
 * are one response each, by whichever way they come.
 */
final class MembershipLoad {
    private static final List<String> FIELDS =
            List.of("leadId", "statusName", "reachedSuccess", "reachedSuccessDate", "membershipDate");
    // "Maximum 300": "Program Members", "Query".
    private static final int PAGE = 300;
    private static final int ROWS_AT_ONCE = 3_000;

    /** Some rows, and how it goes on; {@code next} is null at the end. */
    record Step(List<Map<String, String>> rows, @Nullable MembershipCursor next, Progress progress) {}

    private record Program(String id, String name, String channel, Instant created) {}

    private final MarketoClient client;
    private final Programs list;
    private final BulkExtract extract;
    private Map<String, List<String>> statuses = Map.of();
    private List<Program> programs = List.of();
    private int programsFrom = -1;

    MembershipLoad(MarketoClient client, Programs list) {
        this.client = client;
        this.list = list;
        this.extract = BulkExtract.ofMembers(client);
    }

    /** The same event has the same key by every way; two in one second differ when one of them is the success. */
    static Optional<String> key(Map<String, String> row) {
        String program = row.getOrDefault("primaryAttributeValueId", "");
        String lead = row.getOrDefault("leadId", "");
        boolean known = row.getOrDefault("activityTypeId", "").equals(ActivityTypes.CHANGE_STATUS_IN_PROGRESSION)
                && !program.isEmpty()
                && !lead.isEmpty();
        if (!known) return Optional.empty();
        boolean success = isTrue(row.getOrDefault("Success", ""));
        return Optional.of("member:" + program + ":" + lead + (success ? ":success" : ""));
    }

    /** The query says true, a live file of the extract 1. */
    private static boolean isTrue(String text) {
        return text.equals("1") || Boolean.parseBoolean(text);
    }

    Step next(MembershipCursor from) {
        List<Map<String, String>> rows = new ArrayList<>();
        MembershipCursor at = from;
        while (rows.size() < ROWS_AT_ONCE) {
            List<Program> page = programs(at.offset());
            if (page.isEmpty()) return new Step(rows, null, new Progress.More());
            if (at.index() >= page.size()) {
                if (page.size() < Programs.PAGE) return new Step(rows, null, new Progress.More());
                at = at.nextPrograms(Programs.PAGE);
                continue;
            }
            Program program = page.get(at.index());
            if (!program.created().isBefore(Instant.ofEpochSecond(at.before()))) {
                at = at.nextProgram();
                continue;
            }
            Extraction extraction = at.extraction();
            if (extraction != null) {
                Step step = extracted(program, at, extraction);
                rows.addAll(step.rows());
                if (!(step.progress() instanceof Progress.More)) return new Step(rows, step.next(), step.progress());
                at = step.next() == null ? at.nextProgram() : step.next();
                continue;
            }
            at = page(program, at, rows);
        }
        return new Step(rows, at, new Progress.More());
    }

    void close() {
        extract.close();
    }

    private MembershipCursor page(Program program, MembershipCursor at, List<Map<String, String>> rows) {
        List<String> names = statuses().getOrDefault(program.channel(), List.of());
        // A name with a comma cannot stand in a list of values.
        if (names.isEmpty() || names.stream().anyMatch(name -> name.contains(","))) return byExtract(at);
        Map<String, String> query = FilterQuery.of("statusName", names, FIELDS, PAGE);
        if (!at.token().isEmpty()) query.put("nextPageToken", at.token());
        RecordPage members;
        try {
            members = client.page(
                    "program members", Expected.RESULT, "rest/v1/programs/" + program.id() + "/members.json", query);
        } catch (RefusedException refused) {
            // Gone since the programs were listed.
            if (refused.is("1013")) return at.nextProgram();
            // "A maximum of 100,000 program member records can be processed": definition of Get Program Members.
            boolean tooMany =
                    refused.is("1003") && String.valueOf(refused.getMessage()).contains("membership size");
            if (!tooMany) throw refused;
            return byExtract(at);
        }
        members.rows().forEach(member -> add(program, member, at.before(), rows));
        return members.next().isEmpty() ? at.nextProgram() : at.page(members.next());
    }

    private static MembershipCursor byExtract(MembershipCursor at) {
        // Members have no windows of time: one job.
        return at.extracting(Extraction.over(0, 0));
    }

    private Step extracted(Program program, MembershipCursor at, Extraction extraction) {
        if (extraction.isOver()) return new Step(List.of(), null, new Progress.More());
        Map<String, Object> body =
                Map.of("format", "CSV", "fields", FIELDS, "filter", Map.of("programId", Long.valueOf(program.id())));
        ExtractStep step = ExtractStep.next(client, extract, extraction, () -> body, FIELDS, ROWS_AT_ONCE);
        List<Map<String, String>> rows = new ArrayList<>();
        step.rows().forEach(member -> add(program, member, at.before(), rows));
        return new Step(rows, at.extracting(step.extraction()), step.progress());
    }

    /** Joining, and succeeding, as the activities tell it that are purged by now. */
    private static void add(Program program, Map<String, String> member, long before, List<Map<String, String>> rows) {
        if (ExtractFile.torn(member).isPresent()) {
            rows.add(member);
            return;
        }
        Optional<Instant> joined = VendorDates.read(member.getOrDefault("membershipDate", ""));
        boolean success = isTrue(member.getOrDefault("reachedSuccess", ""));
        Optional<Instant> succeeded = !success
                ? Optional.empty()
                : VendorDates.read(member.getOrDefault("reachedSuccessDate", ""))
                        .or(() -> joined);
        Instant log = Instant.ofEpochSecond(before);
        boolean atOnce = joined.equals(succeeded);
        // What the status was before the success is not told.
        if (!atOnce)
            joined.filter(log::isAfter).ifPresent(at -> rows.add(row(program, member, at, success ? "" : "told")));
        succeeded.filter(log::isAfter).ifPresent(at -> rows.add(row(program, member, at, "success")));
    }

    private static Map<String, String> row(Program program, Map<String, String> member, Instant at, String status) {
        Map<String, String> row = new HashMap<>();
        row.put("activityTypeId", ActivityTypes.CHANGE_STATUS_IN_PROGRESSION);
        row.put("activityDate", VendorDates.write(at));
        row.put("leadId", member.getOrDefault("leadId", ""));
        row.put("primaryAttributeValueId", program.id());
        row.put("primaryAttributeValue", program.name());
        row.put("Success", Boolean.toString(status.equals("success")));
        String name = member.getOrDefault("statusName", "");
        if (!status.isEmpty() && !name.isEmpty()) row.put("New Status", name);
        return row;
    }

    private List<Program> programs(int offset) {
        if (programsFrom == offset) return programs;
        programs = list.page(0, offset).stream()
                .map(row -> new Program(
                        row.getOrDefault("id", ""),
                        row.getOrDefault("name", ""),
                        row.getOrDefault("channel", ""),
                        Programs.created(row)))
                .toList();
        programsFrom = offset;
        return programs;
    }

    /** The names of all statuses by channel, hidden ones too: people are still in them. */
    private Map<String, List<String>> statuses() {
        if (!statuses.isEmpty()) return statuses;
        Map<String, List<String>> found = new HashMap<>();
        new ProgramChannels(client).all().forEach((channel, all) -> {
            List<String> names = new ArrayList<>();
            for (JsonNode status : all) names.add(status.path("name").asText(""));
            found.put(channel, names);
        });
        statuses = found;
        return statuses;
    }
}
