package io.onefunnel.salesforce.check;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.SoapAnswers;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The user permissions that no object's describe tells, where the org tells them of oneself. */
final class UserRights implements ConnectionCheck.Part {
    private static final Set<RecordKind> WITH_OWNERS =
            Set.of(RecordKind.PERSON, RecordKind.COMPANY, RecordKind.OPPORTUNITY, RecordKind.TOUCH, RecordKind.MEETING);

    private final Mapping mapping;
    private final OrgAccess reading;
    private final BestEffortQueries queries;

    UserRights(Mapping mapping, OrgAccess reading) {
        this.mapping = mapping;
        this.reading = reading;
        this.queries = new BestEffortQueries(reading);
    }

    @Override
    public void look(List<Problem> problems) {
        Optional<SObject> own = queries.rows(
                        "UserPermissionAccess",
                        "SELECT PermissionsApiEnabled, PermissionsConvertLeads, PermissionsViewAllData FROM"
                                + " UserPermissionAccess LIMIT 1")
                .flatMap(rows -> rows.stream().findFirst());
        // A user that may not ask this learns the rest by what is refused.
        if (own.isEmpty()) return;
        if (lacks(own.get(), "PermissionsApiEnabled")) {
            problems.add(new Problem(
                    Severity.BLOCKS,
                    AdapterErrorCode.PERMISSION_MISSING,
                    "the integration user lacks the permission API Enabled",
                    "grant API Enabled in its profile or a permission set"));
        }
        if (lacks(own.get(), "PermissionsConvertLeads")) {
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.PERMISSION_MISSING,
                    "the integration user may not convert leads; conversions that OneFunnel proposes are made by"
                            + " people",
                    "nothing, or grant Convert Leads"));
        }
        if (lacks(own.get(), "PermissionsViewAllData")) viewAll(problems);
    }

    /** Without it a record that the user no longer sees looks as if it were deleted: Polling for Changes. */
    private void viewAll(List<Problem> problems) {
        Set<String> unseen = new LinkedHashSet<>();
        for (Mapping.Type type : mapping.types().values()) {
            if (WITH_OWNERS.contains(type.kind())
                    && reading.schema().described(type.name()).isPresent()) unseen.add(type.name());
        }
        unseen.removeAll(allSeen(List.copyOf(unseen)));
        if (unseen.isEmpty()) return;
        String objects = String.join(", ", unseen);
        problems.add(new Problem(
                Severity.WARNS,
                AdapterErrorCode.PERMISSION_MISSING,
                "the integration user has no View All on " + objects
                        + ": records that are taken from its sight look like deleted ones",
                "grant View All on " + objects + ", as the permission set OneFunnel_Integration does"));
    }

    /** Objects on which a profile or permission set of our user grants View All, as far as one may ask. */
    private List<String> allSeen(List<String> objects) {
        if (objects.isEmpty()) return List.of();
        String user = reading.client()
                .read(
                        "user",
                        soap -> SoapAnswers.text(
                                "the user's id", soap.getUserInfo().getUserId()));
        List<String> seen = new ArrayList<>();
        queries.rows(
                        "ObjectPermissions",
                        "SELECT SObjectType FROM ObjectPermissions WHERE PermissionsViewAllRecords = true AND"
                                + " SObjectType IN " + Soql.list(objects) + " AND ParentId IN (SELECT PermissionSetId"
                                + " FROM PermissionSetAssignment WHERE AssigneeId = '" + user + "')")
                .ifPresent(rows -> rows.forEach(row -> seen.add(String.valueOf(row.getField("SobjectType")))));
        return seen;
    }

    private static boolean lacks(SObject own, String permission) {
        return "false".equals(String.valueOf(own.getField(permission)));
    }
}
