package io.onefunnel.salesforce.check;

import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Edit on what is written, delete on what is merged: the losers of a merge are deleted. */
final class ObjectRights implements ConnectionCheck.Part {
    private final Mapping mapping;
    private final OrgAccess writing;
    private final OrgAccess merging;

    ObjectRights(Mapping mapping, OrgAccess writing, OrgAccess merging) {
        this.mapping = mapping;
        this.writing = writing;
        this.merging = merging;
    }

    @Override
    public void look(List<Problem> problems) {
        Map<String, DescribeGlobalSObjectResult> written = objects(writing);
        Map<String, DescribeGlobalSObjectResult> merged = merging == writing ? written : objects(merging);
        List<String> writes = names(written, (type, object) -> !type.writes().isEmpty() && !object.isUpdateable());
        List<String> merges = names(merged, (type, object) -> object.isMergeable() && !object.isDeletable());
        if (!writes.isEmpty()) {
            problems.add(problem(
                    "may not edit " + String.join(", ", writes) + ": nothing can be written there",
                    "grant Edit on " + String.join(", ", writes)
                            + ", as the permission set OneFunnel_Integration does"));
        }
        if (!merges.isEmpty()) {
            problems.add(problem(
                    "may not delete " + String.join(", ", merges) + ": duplicates there cannot be merged",
                    "grant Delete on " + String.join(", ", merges) + ", or leave the capability merges off"));
        }
    }

    private List<String> names(
            Map<String, DescribeGlobalSObjectResult> objects,
            BiPredicate<Mapping.Type, DescribeGlobalSObjectResult> missing) {
        List<String> names = new ArrayList<>();
        for (Mapping.Type type : mapping.types().values()) {
            DescribeGlobalSObjectResult object = objects.get(type.name());
            if (object != null && missing.test(type, object)) names.add(type.name());
        }
        return names;
    }

    private static Map<String, DescribeGlobalSObjectResult> objects(OrgAccess access) {
        return access.client().objects().stream()
                .collect(Collectors.toMap(
                        DescribeGlobalSObjectResult::getName, Function.identity(), (one, same) -> one));
    }

    private static Problem problem(String what, String remedy) {
        return new Problem(
                Severity.LIMITS, AdapterErrorCode.PERMISSION_MISSING, "the integration user " + what, remedy);
    }
}
