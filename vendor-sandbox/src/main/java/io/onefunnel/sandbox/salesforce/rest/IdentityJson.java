package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The identity resource, in the shape of a recorded one. */
final class IdentityJson {
    private final OrgServices org;
    private final JsonMapper json;

    IdentityJson(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
    }

    ObjectNode of(Access access, HttpCall call) {
        Row user = org.store().row(access.userId()).orElseThrow();
        String instance = "http://" + call.header("host").orElse("127.0.0.1");
        ObjectNode out = json.createObjectNode();
        out.put("id", instance + call.path()).put("asserted_user", true);
        out.put("user_id", access.userId())
                .put("organization_id", org.identity().orgId());
        out.put("username", access.user().username()).put("nick_name", value(user, "Alias"));
        out.put("display_name", value(user, "Name"))
                .put("email", value(user, "Email"))
                .put("email_verified", true);
        out.put("first_name", value(user, "FirstName")).put("last_name", value(user, "LastName"));
        out.put("timezone", value(user, "TimeZoneSidKey")).put("active", "true".equals(value(user, "IsActive")));
        out.put("user_type", "STANDARD")
                .put("language", "en_US")
                .put("locale", "en_US")
                .put("utcOffset", 0);
        ObjectNode urls = out.putObject("urls");
        urls.put(
                "partner",
                instance + "/services/Soap/u/{version}/" + org.identity().orgId());
        urls.put("rest", instance + "/services/data/v{version}/");
        urls.put("sobjects", instance + "/services/data/v{version}/sobjects/");
        urls.put("query", instance + "/services/data/v{version}/query/");
        out.put(
                "last_modified_date",
                FieldType.datetime(Instant.ofEpochSecond(user.modified())).replace("Z", "+0000"));
        out.put("is_app_installed", true);
        return out;
    }

    private @Nullable String value(Row user, String field) {
        return user.value(org.store().field("User", field));
    }
}
