package io.onefunnel.sandbox.marketo.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.programs.MemberValues;
import io.onefunnel.sandbox.marketo.programs.Memberships;
import io.onefunnel.sandbox.marketo.programs.Program;
import io.onefunnel.sandbox.marketo.programs.Programs;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a bulk program member extract holds: a row for each membership, with fields of the member and of its lead. */
public final class MemberExtracts {
    // "programIds: up to 10": "Bulk Program Member Extract", "Filters".
    private static final int MOST_PROGRAMS = 10;

    private final LeadDatabase database;
    private final Programs programs;
    private final Memberships memberships;
    private final FieldSchema schema;
    private final MemberValues values;
    private final InstanceSettings settings;

    public MemberExtracts(
            LeadDatabase database,
            Programs programs,
            Memberships memberships,
            FieldSchema schema,
            MemberValues values,
            InstanceSettings settings) {
        this.database = database;
        this.programs = programs;
        this.memberships = memberships;
        this.schema = schema;
        this.values = values;
        this.settings = settings;
    }

    public Supplier<ExtractFile> asked(ApiCall call) {
        JsonNode filter = call.body().path("filter");
        List<Program> asked = programs(filter);
        ExtractFile.Columns columns = ExtractFile.Columns.asked(
                call,
                List.of(),
                field -> schema.find(field).isPresent()
                        || database.schema().find(field).isPresent());
        Predicate<Memberships.Member> wanted = wanted(filter);
        return () -> file(columns, asked, wanted);
    }

    private List<Program> programs(JsonNode filter) {
        boolean one = filter.hasNonNull("programId");
        boolean many = filter.path("programIds").isArray();
        if (one == many) throw new Refusal("1003", "Exactly one of programId and programIds is required");
        if (one) return List.of(programs.get(filter.path("programId").asInt()));
        List<Program> all = new ArrayList<>();
        for (JsonNode each : filter.path("programIds")) all.add(programs.get(each.asInt()));
        if (all.isEmpty() || all.size() > MOST_PROGRAMS) throw new Refusal("1003", "programIds holds 1 to 10 ids");
        return all;
    }

    private Predicate<Memberships.Member> wanted(JsonNode filter) {
        Set<String> statuses = new HashSet<>();
        for (JsonNode each : filter.path("statusNames")) statuses.add(each.asText());
        Predicate<Memberships.Member> wanted = member -> statuses.isEmpty() || statuses.contains(member.status.name());
        // Nobody here has exhausted a nurture stream or been given a cadence.
        if (filter.path("isExhausted").asBoolean(false) || filter.hasNonNull("nurtureCadence")) {
            return member -> false;
        }
        if (!filter.has("updatedAt")) return wanted;
        if (!settings.on("bulkUpdatedAt")) {
            throw new Refusal("1035", "Unsupported filter type for target subscription");
        }
        DateWindow window = DateWindow.of(filter.path("updatedAt"));
        return wanted.and(member -> window.holds(member.updatedAt));
    }

    private ExtractFile file(ExtractFile.Columns columns, List<Program> asked, Predicate<Memberships.Member> wanted) {
        ExtractFile file = columns.file();
        for (Program program : asked) {
            for (Map.Entry<Integer, Memberships.Member> each :
                    memberships.members(program.id()).entrySet()) {
                Memberships.Member member = each.getValue();
                if (wanted.test(member)) file.row(field -> values.cell(each.getKey(), member, field));
            }
        }
        return file;
    }
}
