package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Programs, their members, and the one way for an API to move a member: forward. */
final class Programs {
    // "The maximum date range is 7 days": "Program Members", "Query", filter updatedAt.
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);
    private static final int STATUS_CHANGE = 104;

    private record Program(int id, String name, Channels.Channel channel, Instant createdAt) {}

    private final LeadDatabase database;
    private final Memberships memberships;
    private final Channels channels;
    private final WriteAudit audit;
    private final Faults faults;
    private final Map<Integer, Program> programs = new TreeMap<>();

    Programs(LeadDatabase database, Memberships memberships, Channels channels, WriteAudit audit, Faults faults) {
        this.database = database;
        this.memberships = memberships;
        this.channels = channels;
        this.audit = audit;
        this.faults = faults;
    }

    int create(String name, String channel, Instant createdAt) {
        int id = 1001 + programs.size();
        programs.put(id, new Program(id, name, channels.named(channel), createdAt));
        return id;
    }

    void seedMember(int programId, int leadId, String statusName, Instant at) {
        Program program = seeded(programId);
        Channels.Status status = program.channel()
                .status(statusName)
                .orElseThrow(() -> new IllegalArgumentException(
                        "channel " + program.channel().name() + " has no status " + statusName));
        database.log().seed(move(program, leadId, status, at));
    }

    int size() {
        return programs.size();
    }

    HttpAnswer browse(ApiCall call) {
        Instant earliest = call.parameter("earliestUpdatedAt").map(Dates::parse).orElse(Instant.MIN);
        Instant latest = call.parameter("latestUpdatedAt").map(Dates::parse).orElse(Instant.MAX);
        List<Program> found = programs.values().stream()
                .filter(each -> !each.createdAt().isBefore(earliest)
                        && !each.createdAt().isAfter(latest))
                .toList();
        return Replies.assets(call, Page.ofAssets(call, found, Programs::shape));
    }

    HttpAnswer byId(ApiCall call) {
        Program program = programs.get(call.id("id"));
        return Replies.assets(call, program == null ? List.of() : List.of(shape(program)));
    }

    HttpAnswer byName(ApiCall call) {
        String name = call.required("name");
        return Replies.assets(
                call,
                programs.values().stream()
                        .filter(each -> each.name().equals(name))
                        .map(Programs::shape)
                        .toList());
    }

    HttpAnswer members(ApiCall call) {
        Program program = program(call);
        Predicate<Map.Entry<Integer, Memberships.Member>> wanted = memberFilter(call);
        List<Map.Entry<Integer, Memberships.Member>> found = new ArrayList<>();
        for (Map.Entry<Integer, Memberships.Member> each :
                memberships.members(program.id()).entrySet()) {
            if (wanted.test(each)) found.add(each);
        }
        int[] seq = {0};
        return Replies.page(call, Page.of(call, found, each -> member(each).put("seq", seq[0]++)));
    }

    HttpAnswer setStatus(ApiCall call) {
        Program program = program(call);
        String name = call.text("statusName", "");
        Channels.Status status =
                program.channel().status(name).orElseThrow(() -> new Refusal("1025", "Program status not found"));
        RowFaults rowFaults = RowFaults.of(faults, call);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            ObjectNode row = Replies.object().put("seq", rows.size());
            try {
                rowFaults.next();
                rows.add(setStatus(program, status, record.path("leadId").asInt(), row));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(row, why, "reasons"));
            }
        }
        return Replies.result(call, rows);
    }

    HttpAnswer setFields(ApiCall call) {
        Program program = program(call);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            int leadId = record.path("leadId").asInt();
            ObjectNode row = Replies.object().put("seq", rows.size());
            Optional<Memberships.Member> member = memberships.find(program.id(), leadId);
            if (member.isEmpty()) {
                rows.add(Replies.skipped(row, new SkippedRow("1013", "Membership not found"), "reasons"));
                continue;
            }
            record.properties().forEach(each -> {
                if (!each.getKey().equals("leadId")) {
                    member.get().customFields.put(each.getKey(), each.getValue().asText());
                }
            });
            member.get().updatedAt = database.now();
            rows.add(row.put("status", "updated").put("leadId", leadId));
        }
        return Replies.result(call, rows);
    }

    HttpAnswer describeMembers(ApiCall call) {
        ObjectNode shape = Replies.object().put("name", "API Program Membership");
        shape.putArray("dedupeFields").add("leadId").add("programId");
        var searchable = shape.putArray("searchableFields");
        for (String name : List.of("leadId", "reachedSuccess", "statusName"))
            searchable.addArray().add(name);
        var fields = shape.putArray("fields");
        for (String name : List.of(
                "acquiredBy",
                "createdAt",
                "leadId",
                "membershipDate",
                "programId",
                "reachedSuccess",
                "reachedSuccessDate",
                "statusName",
                "statusReason",
                "updatedAt")) {
            fields.addObject()
                    .put("name", name)
                    .put("displayName", name)
                    .put("updateable", false)
                    .put("crmManaged", false);
        }
        return Replies.result(call, shape);
    }

    HttpAnswer membershipsOfLead(ApiCall call) {
        int leadId = call.id("leadId");
        List<ObjectNode> rows = new ArrayList<>();
        for (int programId : memberships.programsOf(leadId)) {
            memberships
                    .find(programId, leadId)
                    .ifPresent(member -> rows.add(Replies.object()
                            .put("id", programId)
                            .put("progressionStatus", member.status.name())
                            .put("reachedSuccess", member.successAt != null)
                            .put("membershipDate", Dates.lead(member.since))
                            .put("updatedAt", Dates.lead(member.updatedAt))));
        }
        return Replies.page(call, Page.of(call, rows, row -> row));
    }

    private ObjectNode setStatus(Program program, Channels.Status status, int leadId, ObjectNode row) {
        if (database.leads().find(leadId).isEmpty()) throw new SkippedRow("1004", "Lead not found");
        Optional<Memberships.Member> present = memberships.find(program.id(), leadId);
        Map<String, String> sent = Map.of("statusName", status.name());
        // A member never moves back: error 1037, "Program Members", "Update Status".
        if (present.isPresent() && present.get().status.step() >= status.step()) {
            audit.wrote(database.now(), "set", "member", program.id() + "/" + leadId, sent, true);
            throw new SkippedRow("1037", "Lead skipped because it is already in or past this status");
        }
        database.log().append(move(program, leadId, status, database.now()));
        audit.wrote(database.now(), "set", "member", program.id() + "/" + leadId, sent, false);
        return row.put("status", present.isPresent() ? "updated" : "created").put("leadId", leadId);
    }

    private Activity move(Program program, int leadId, Channels.Status status, Instant at) {
        Optional<Memberships.Member> present = memberships.find(program.id(), leadId);
        Channels.Status before = present.map(each -> each.status)
                .orElseGet(() -> program.channel().statuses().get(0));
        Memberships.Member member = present.orElseGet(() -> memberships.join(program.id(), leadId, status, at));
        boolean firstSuccess = status.success() && member.successAt == null;
        if (firstSuccess) member.successAt = at;
        member.status = status;
        member.updatedAt = at;
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Program Member ID", Integer.toString(member.id));
        attributes.put("Acquired By", "false");
        attributes.put("Old Status", before.name());
        attributes.put("Old Status ID", Integer.toString(before.id()));
        attributes.put("New Status", status.name());
        attributes.put("New Status ID", Integer.toString(status.id()));
        attributes.put("Success", Boolean.toString(firstSuccess));
        return LeadDatabase.activity(leadId, STATUS_CHANGE, at, program.id(), program.name(), attributes);
    }

    private Predicate<Map.Entry<Integer, Memberships.Member>> memberFilter(ApiCall call) {
        String type = call.required("filterType");
        if (type.equals("updatedAt")) {
            Instant from = Dates.parse(call.required("startAt"));
            Instant until = Dates.parse(call.required("endAt"));
            if (Duration.between(from, until).compareTo(LONGEST_WINDOW) > 0) {
                throw new Refusal("1003", "The date range exceeds 7 days");
            }
            return each -> !each.getValue().updatedAt.isBefore(from)
                    && each.getValue().updatedAt.isBefore(until);
        }
        List<String> values = call.list("filterValues");
        return switch (type) {
            case "leadId" -> each -> values.contains(each.getKey().toString());
            case "statusName" -> each -> values.contains(each.getValue().status.name());
            case "reachedSuccess" -> each -> values.contains(Boolean.toString(each.getValue().successAt != null));
            default -> throw new Refusal("1003", "Invalid filterType '" + type + "'");
        };
    }

    private static ObjectNode member(Map.Entry<Integer, Memberships.Member> entry) {
        Memberships.Member member = entry.getValue();
        ObjectNode shape = Replies.object()
                .put("leadId", entry.getKey())
                .put("programId", member.programId)
                .put("statusName", member.status.name())
                .put("reachedSuccess", member.successAt != null)
                .put("acquiredBy", false)
                .put("membershipDate", Dates.lead(member.since))
                .put("updatedAt", Dates.lead(member.updatedAt));
        Instant success = member.successAt;
        if (success != null) shape.put("reachedSuccessDate", Dates.lead(success));
        member.customFields.forEach(shape::put);
        return shape;
    }

    private Program program(ApiCall call) {
        return Optional.ofNullable(programs.get(call.id("programId")))
                .orElseThrow(() -> new Refusal("1013", "Program not found"));
    }

    private Program seeded(int id) {
        return Optional.ofNullable(programs.get(id))
                .orElseThrow(() -> new IllegalArgumentException("no program " + id));
    }

    private static ObjectNode shape(Program program) {
        ObjectNode shape = Replies.object()
                .put("id", program.id())
                .put("name", program.name())
                .put("description", "")
                .put("createdAt", Dates.asset(program.createdAt()))
                .put("updatedAt", Dates.asset(program.createdAt()))
                .put("url", "https://app-sandbox.marketo.example/#PG" + program.id() + "A1")
                .put("type", programType(program.channel()))
                .put("channel", program.channel().name());
        shape.putObject("folder").put("type", "Folder").put("value", 28).put("folderName", "Programs");
        return shape.put("status", "").put("workspace", "Default").put("headStart", false);
    }

    private static String programType(Channels.Channel channel) {
        return switch (channel.programType()) {
            case "email" -> "Email";
            case "nurture" -> "Engagement";
            case "event" -> "Event";
            default -> "Default";
        };
    }
}
