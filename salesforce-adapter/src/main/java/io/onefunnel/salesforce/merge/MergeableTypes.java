package io.onefunnel.salesforce.merge;

import com.sforce.soap.partner.ChildRelationship;
import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import com.sforce.soap.partner.DescribeSObjectResult;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.spi.call.Chunks;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The objects that can be merged, described again from time to time. */
final class MergeableTypes {
    private static final Duration FRESH = Duration.ofHours(1);
    // At most 100 objects in a call: describeSObjects().
    private static final int MOST_OBJECTS = 100;

    private record Read(Instant at, MergeableType type) {}

    private final WriteContext context;
    private final Map<String, Read> read = new HashMap<>();

    MergeableTypes(WriteContext context) {
        this.context = context;
    }

    MergeableType of(String type) {
        Read known = read.get(type);
        Instant now = context.clock().instant();
        if (known == null || known.at().plus(FRESH).isBefore(now)) {
            known = new Read(now, describe(type));
            read.put(type, known);
        }
        return known.type();
    }

    private MergeableType describe(String type) {
        DescribeSObjectResult object =
                Objects.requireNonNull(describe(Set.of(type)).get(type));
        Set<String> names = Arrays.stream(object.getChildRelationships())
                .map(ChildRelationship::getChildSObject)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        // One object that our user may not see refuses the whole call.
        names.retainAll(visible());
        return MergeableType.of(object, describe(names));
    }

    private Set<String> visible() {
        return context.client().objects().stream()
                .filter(DescribeGlobalSObjectResult::isQueryable)
                .map(DescribeGlobalSObjectResult::getName)
                .collect(Collectors.toSet());
    }

    private Map<String, DescribeSObjectResult> describe(Set<String> names) {
        Map<String, DescribeSObjectResult> found = new LinkedHashMap<>();
        for (List<String> chunk : Chunks.of(List.copyOf(names), MOST_OBJECTS)) {
            for (DescribeSObjectResult each : context.client().describe(chunk)) found.put(each.getName(), each);
        }
        return found;
    }
}
