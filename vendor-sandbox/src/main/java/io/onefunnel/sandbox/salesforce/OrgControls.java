package io.onefunnel.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.access.Rights;
import io.onefunnel.sandbox.salesforce.rules.DuplicateRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What only the Salesforce org can be asked through the control API; docs/developer/sandbox.md lists the requests. */
final class OrgControls {
    private static final Map<String, Object> DONE = Map.of("done", true);

    private final SalesforceOrg org;

    OrgControls(SalesforceOrg org) {
        this.org = org;
    }

    Map<String, Function<JsonNode, Object>> routes() {
        Map<String, Function<JsonNode, Object>> routes = new LinkedHashMap<>();
        routes.put("GET users", input -> users());
        routes.put("POST users", input -> shown(org.addUser(text(input, "username"))));
        routes.put("POST rights", this::rights);
        routes.put("POST validation-rules", this::validationRule);
        routes.put("POST duplicate-rules", this::duplicateRule);
        routes.put("POST flows", this::flow);
        routes.put("DELETE rules", input -> {
            org.clearRules();
            return DONE;
        });
        routes.put("POST rows", this::rows);
        routes.put("POST edits", this::edits);
        return routes;
    }

    private Object validationRule(JsonNode input) {
        org.validationRule(
                text(input, "name"),
                text(input, "object"),
                text(input, "refused"),
                text(input, "message"),
                input.path("field").asText(""));
        return DONE;
    }

    private Object duplicateRule(JsonNode input) {
        String action = input.path("action").asText("alert").toUpperCase(Locale.ROOT);
        String[] fields = texts(input, "fields").toArray(String[]::new);
        org.duplicateRule(text(input, "name"), text(input, "object"), action(action), fields);
        return DONE;
    }

    private Object flow(JsonNode input) {
        org.flow(
                text(input, "name"),
                text(input, "object"),
                Set.copyOf(texts(input, "on")),
                values(input.path("set")),
                Duration.ofSeconds(input.path("afterSeconds").asLong(0)));
        return DONE;
    }

    /** Loads many records in one request; answers their ids in order. */
    private Object rows(JsonNode input) {
        String type = text(input, "type");
        List<Map<String, String>> rows = new ArrayList<>();
        input.path("rows").forEach(row -> rows.add(values(row)));
        return Map.of("ids", org.insertAll(type, rows));
    }

    /** Edits many records in one request, as one person in the vendor's screen. */
    private Object edits(JsonNode input) {
        org.editAllByHand(text(input, "type"), texts(input, "ids"), values(input.path("fields")));
        return DONE;
    }

    private static DuplicateRule.Action action(String name) {
        try {
            return DuplicateRule.Action.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no action \"" + name + "\"; there are " + List.of(DuplicateRule.Action.values()), e);
        }
    }

    private static Map<String, String> values(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.properties()
                .forEach(member -> values.put(
                        member.getKey(),
                        member.getValue().isNull() ? "" : member.getValue().asText()));
        return values;
    }

    private List<Object> users() {
        List<Object> users = new ArrayList<>();
        org.users().all().forEach(user -> users.add(shown(user)));
        return users;
    }

    private Object rights(JsonNode input) {
        ApiUser user = input.hasNonNull("user")
                ? org.users().named(text(input, "user"))
                : org.users().first();
        Rights rights = user.rights();
        objects(input, "deny", rights::deny);
        objects(input, "allow", rights::allow);
        texts(input, "hide").forEach(field -> rights.hide(known(field)));
        texts(input, "show").forEach(rights::show);
        texts(input, "freeze").forEach(field -> rights.freeze(known(field)));
        texts(input, "unfreeze").forEach(rights::unfreeze);
        texts(input, "viewAll").forEach(object -> rights.viewAll(org.objectName(object)));
        texts(input, "lack").forEach(name -> rights.lack(permission(name)));
        texts(input, "grant").forEach(name -> rights.grant(permission(name)));
        return shown(user);
    }

    /** "Lead.delete" is one right, "Lead" all of them. */
    private void objects(JsonNode input, String member, BiConsumer<String, Right[]> change) {
        for (String text : texts(input, member)) {
            int dot = text.indexOf('.');
            String object = org.objectName(dot < 0 ? text : text.substring(0, dot));
            Right[] rights = dot < 0 ? Right.values() : new Right[] {right(text.substring(dot + 1))};
            change.accept(object, rights);
        }
    }

    private String known(String field) {
        int dot = field.indexOf('.');
        if (dot < 0) throw new IllegalArgumentException("\"" + field + "\" is no field; write Lead.Email");
        return org.fieldName(field.substring(0, dot), field.substring(dot + 1));
    }

    private static Right right(String name) {
        try {
            return Right.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no right \"" + name + "\"; there are " + List.of(Right.values()), e);
        }
    }

    private static Permission permission(String name) {
        try {
            return Permission.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no permission \"" + name + "\"; there are " + List.of(Permission.values()), e);
        }
    }

    private static Map<String, Object> shown(ApiUser user) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("username", user.username());
        shown.put("userId", user.id());
        shown.put("clientId", user.clientId());
        shown.put("clientSecret", user.clientSecret());
        shown.put("refreshToken", user.refreshToken());
        shown.put("rights", user.rights().shown());
        return shown;
    }

    private static String text(JsonNode input, String name) {
        if (!input.path(name).isValueNode()) throw new IllegalArgumentException("\"" + name + "\" is missing");
        return input.get(name).asText();
    }

    private static List<String> texts(JsonNode input, String name) {
        List<String> texts = new ArrayList<>();
        JsonNode value = input.path(name);
        if (value.isTextual()) texts.add(value.asText());
        value.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
