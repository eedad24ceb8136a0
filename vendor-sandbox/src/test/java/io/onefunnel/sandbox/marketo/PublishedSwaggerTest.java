package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Holds requests and answers against Adobe's published definitions. What those are known to say wrong is put right first
 * ({@link #corrected}) or listed ({@link #DEFECTS}), each with what shows it, so that everything else counts.
 */
@DisplayName("The published definitions")
class PublishedSwaggerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEFINITIONS =
            Path.of(System.getProperty("onefunnel.root", ".."), "..", "shared", "contracts", "marketo");

    /** Records whose business fields the definitions do not know; a generated model would lose them. */
    private static final List<String> OPEN_RECORDS = List.of(
            "Lead",
            "InputLead",
            "PushLead",
            "CustomObject",
            "Company",
            "CompanyResponse",
            "SalesPerson",
            "NamedAccount",
            "ProgramMember",
            "ProgramMemberData",
            "ProgramMemberDataResponse",
            "LeadFormFields",
            "VisitorData");

    /** What the definitions complain of, and what shows that the real API does it; a defect that no longer shows fails. */
    private static final Map<String, String> DEFECTS = Map.ofEntries(
            Map.entry("requested date format", "asset endpoints date with Z+0000: recorded"),
            Map.entry("/description'\\] Instance type \\(null\\)", "an empty description is null: documented answers"),
            Map.entry("/export/[^/]+/file.json Response Content-Type", "files are text, not JSON: documented"),
            Map.entry("channel/byName.json Query parameter 'name'", "the parameter is forgotten: Get Channel by Name"),
            Map.entry("\"headStart\"", "programs have it: documented answers"),
            Map.entry("\"folderName\",\"value\"", "a program's folder has them: documented answers"),
            Map.entry("asset/v1/program.*/status'\\]", "status is empty where a type has none: documented answers"),
            Map.entry("asset/v1/program.*/type'\\]", "types are Default, Engagement, Email ...: documented answers"),
            Map.entry(
                    "activities.json Instance type \\(string\\)",
                    "type ids come as one comma-separated list: documented"),
            Map.entry("attributes/\\*/value'\\]", "values are strings, numbers or truths: recorded"),
            Map.entry("fields/\\*/oldValue'\\]", "a field that was empty had null: recorded nulls"),
            Map.entry("activities/types.json.*primaryAttribute", "some types have none, such as New Lead: live types"),
            Map.entry(
                    "describe.json .*(apiName|\"name\")",
                    "records are described by name, not apiName: documented answers"),
            Map.entry("leads/programs/.*/membership'\\]", "membership has id and updatedAt: documented answers"),
            Map.entry("external.json \\[Path '/result", "an added activity has only its id: documented answers"),
            Map.entry("(trigger|schedule).json", "only the id is answered: documented answers"),
            Map.entry("/input/\\*'\\] .*(seq|fieldApiName)", "no client sends seq or a field of that name: documented"),
            Map.entry("members/status.json .*created", "a new member is created: recorded"));

    /** Custom objects, lists, imports, partitions and the usage of past days: nothing of ours reads or writes them. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "/customobjects|/namedAccountList|/lists?[./]|/listMembership|/import|/bulk/v1/leads(/batch|.json)"
                    + "|/partitions|/stats/(errors|usage/last7days)");

    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;
    private final Set<String> complaints = new TreeSet<>();
    private final Set<String> judged = new TreeSet<>();

    @Test
    void agreeWithEveryAnswerOfALongSession() {
        OpenApiInteractionValidator records = validator("mapi");
        OpenApiInteractionValidator assets = validator("asset");
        OpenApiInteractionValidator identity = validator("identity");
        client.observer((call, answer) -> {
            String path = call.path();
            OpenApiInteractionValidator judge =
                    path.startsWith("/identity") ? identity : path.startsWith("/rest/asset") ? assets : records;
            judge(judge, call, answer);
        });
        instance.set("limits", "off");

        session();

        Map<String, Pattern> known = new TreeMap<>();
        DEFECTS.keySet().forEach(each -> known.put(each, Pattern.compile(each)));
        Set<String> shown = new TreeSet<>();
        complaints.removeIf(complaint -> {
            List<String> matching = known.entrySet().stream()
                    .filter(each -> each.getValue().matcher(complaint).find())
                    .map(Map.Entry::getKey)
                    .toList();
            shown.addAll(matching);
            return !matching.isEmpty();
        });
        assertThat(complaints).isEmpty();
        assertThat(shown).isEqualTo(known.keySet());
        assertThat(judged).hasSizeGreaterThan(90);
    }

    @Test
    void nameNoOtherOperationsOfTheLeadDatabaseThanTheSandboxHas() {
        instance.set("limits", "off");
        Set<String> missing = new TreeSet<>();
        corrected("mapi")
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    String target = path.getKey().replaceAll("\\{\\w+}", "1");
                    HttpAnswer answer = client.answer(
                            method.toUpperCase(Locale.ROOT), target, "{}", Map.of("content-type", "application/json"));
                    String code = answer.text().startsWith("{") ? MarketoClient.code(MarketoClient.read(answer)) : "";
                    if (code.equals("610") || code.equals("605")) missing.add(path.getKey());
                }));
        assertThat(missing).hasSize(47).allMatch(path -> LEFT_OUT.matcher(path).find());
    }

    private void session() {
        long ada = instance.lead(Map.of("email", "ada@example.org", "firstName", "Ada"));
        long bob = instance.lead(Map.of("email", "bob@example.org"));
        long eve = instance.lead(Map.of("email", "eve@example.org"));
        long webinar = instance.program("Cost of downtime", "Webinar", NOW);
        instance.activity(ada, 2, NOW, 5, "Contact us", Map.of("Form Fields", "a"));
        String lead = "/rest/v1/lead/" + ada + ".json";

        leads(ada, bob, lead);
        programs(ada, webinar);
        campaigns(ada);
        objects(ada);
        customActivities(ada);
        bulk(webinar);
        activities(ada);
        post("/rest/v1/leads/" + ada + "/merge.json?leadIds=" + eve + "&mergeInCRM=false", "");
        post("/rest/v1/leads/delete.json", "{'input':[{'id':" + bob + "},{'id':7}]}");
        get("/rest/v1/activities/deletedleads.json?nextPageToken=" + since());
        get("/rest/v1/stats/usage.json");
        get("/rest/v1/lead/7.json");
    }

    private void leads(long ada, long bob, String lead) {
        get("/rest/v1/leads/describe.json");
        get("/rest/v1/leads/describe2.json");
        get("/rest/v1/leads/schema/fields.json?batchSize=5");
        get("/rest/v1/leads/schema/fields/email.json");
        post("/rest/v1/leads/schema/fields.json", "{'input':[{'displayName':'X','name':'x1','dataType':'string'}]}");
        post("/rest/v1/leads/schema/fields/x1.json", "{'input':[{'displayName':'X1'}]}");
        get("/rest/v1/leads.json?filterType=id&filterValues=" + ada + "," + bob + "&fields=email,title&batchSize=1");
        get(lead + "?fields=email");
        post(
                "/rest/v1/leads.json",
                "{'action':'createOrUpdate','lookupField':'email','input':[{'email':'ada@example.org','title':'Engineer'},{'email':'x'}]}");
        post("/rest/v1/leads/" + ada + "/associate.json?cookie=token:x", "");
        post(
                "/rest/v1/leads/push.json",
                "{'programName':'Cost of downtime','lookupField':'email','input':[{'email':'ada@example.org'}]}");
        post("/rest/v1/leads/submitForm.json", "{'formId':3,'input':[{'leadFormFields':{'email':'ada@example.org'}}]}");
    }

    private void programs(long ada, long webinar) {
        String members = "/rest/v1/programs/" + webinar + "/members";
        get("/rest/asset/v1/programs.json?maxReturn=200");
        get("/rest/asset/v1/program/" + webinar + ".json");
        get("/rest/asset/v1/program/byName.json?name=nobody");
        get("/rest/asset/v1/channels.json");
        get("/rest/asset/v1/channel/byName.json?name=Webinar");
        post(members + "/status.json", "{'statusName':'Registered','input':[{'leadId':" + ada + "},{'leadId':7}]}");
        post(members + "/status.json", "{'statusName':'Registered','input':[{'leadId':" + ada + "}]}");
        post(members + ".json", "{'input':[{'leadId':" + ada + ",'registrationCode':'A1'}]}");
        get(members + ".json?filterType=statusName&filterValues=Registered");
        get("/rest/v1/programs/members/describe.json");
        get("/rest/v1/programs/members/schema/fields.json");
        get("/rest/v1/programs/members/schema/fields/registrationCode.json");
        get("/rest/v1/leads/" + ada + "/programMembership.json");
        get("/rest/v1/leads/programs/" + webinar + ".json");
        post(
                "/rest/v1/leads/programs/" + webinar + "/status.json",
                "{'status':'Attended','input':[{'id':" + ada + "}]}");
    }

    private void campaigns(long ada) {
        get("/rest/v1/campaigns.json");
        get("/rest/v1/campaigns/1003.json");
        post(
                "/rest/v1/campaigns/1003/trigger.json",
                "{'input':{'leads':[{'id':" + ada + "}],'tokens':[{'name':'{{my.a}}','value':'b'}]}}");
        post("/rest/v1/campaigns/1004/schedule.json", "{'input':{'runAt':'2026-03-28T18:05:00Z'}}");
        get("/rest/v1/leads/" + ada + "/smartCampaignMembership.json");
    }

    private void objects(long ada) {
        post("/rest/v1/salespersons.json", "{'input':[{'externalSalesPersonId':'s1','email':'sam@example.org'}]}");
        post(
                "/rest/v1/companies.json",
                "{'action':'createOrUpdate','dedupeBy':'dedupeFields','input':[{'externalCompanyId':'c1','company':'Acme'},{'company':'no key'}]}");
        post("/rest/v1/opportunities.json", "{'input':[{'externalOpportunityId':'o1','name':'O','amount':5}]}");
        post(
                "/rest/v1/opportunities/roles.json",
                "{'input':[{'externalOpportunityId':'o1','leadId':" + ada + ",'role':'Buyer'}]}");
        post("/rest/v1/namedaccounts.json", "{'input':[{'name':'Acme'}]}");
        Map<String, String> keys = Map.of(
                "opportunities", "externalOpportunityId&filterValues=o1",
                "opportunities/roles", "leadId&filterValues=" + ada,
                "companies", "externalCompanyId&filterValues=c1",
                "salespersons", "externalSalesPersonId&filterValues=s1",
                "namedaccounts", "name&filterValues=Acme");
        keys.forEach((path, query) -> {
            get("/rest/v1/" + path + "/describe.json");
            get("/rest/v1/" + path + ".json?filterType=" + query);
        });
        for (String path : List.of("opportunities", "companies", "namedaccounts")) {
            get("/rest/v1/" + path + "/schema/fields.json");
        }
        post(
                "/rest/v1/opportunities/roles/delete.json",
                "{'deleteBy':'dedupeFields','input':[{'externalOpportunityId':'o1','leadId':" + ada
                        + ",'role':'Buyer'}]}");
        post(
                "/rest/v1/opportunities/delete.json",
                "{'deleteBy':'dedupeFields','input':[{'externalOpportunityId':'o1'}]}");
        post(
                "/rest/v1/companies/delete.json",
                "{'deleteBy':'dedupeFields','input':[{'externalCompanyId':'c1'},{'externalCompanyId':'c2'}]}");
        post(
                "/rest/v1/salespersons/delete.json",
                "{'deleteBy':'dedupeFields','input':[{'externalSalesPersonId':'s1'}]}");
        post("/rest/v1/namedaccounts/delete.json", "{'deleteBy':'dedupeFields','input':[{'name':'Acme'}]}");
    }

    private void customActivities(long ada) {
        String type = "/rest/v1/activities/external/type";
        JsonNode made = post(
                type + ".json",
                "{'apiName':'visit','name':'Visit','triggerName':'Visits','filterName':'Visited','primaryAttribute':{'apiName':'place','name':'Place'}}");
        String attributes = type + "/visit/attributes/";
        post(
                attributes + "create.json",
                "{'attributes':[{'apiName':'day','name':'Day','dataType':'date'},{'apiName':'x','name':'X'}]}");
        post(attributes + "update.json", "{'attributes':[{'apiName':'day','name':'Day','dataType':'date'}]}");
        post(attributes + "delete.json", "{'attributes':[{'apiName':'x','name':'X'}]}");
        post(type + "/visit/approve.json", "");
        get(type + "/visit/describe.json");
        get("/rest/v1/activities/external/types.json");
        post(
                "/rest/v1/activities/external.json",
                "{'input':[{'leadId':" + ada + ",'activityDate':'2026-03-02T08:00:00Z','activityTypeId':"
                        + made.at("/result/0/id").asInt()
                        + ",'primaryAttributeValue':'Oslo','attributes':[{'apiName':'day','name':'Day','value':'2026-03-01'}]}]}");
        post(type + "/visit/discardDraft.json", "");
    }

    private void activities(long ada) {
        get("/rest/v1/activities/types.json");
        String token = since();
        get("/rest/v1/activities.json?activityTypeIds=1,2,12,13,104&nextPageToken=" + token + "&leadIds=" + ada);
        get("/rest/v1/activities/leadchanges.json?fields=title,email&nextPageToken=" + token);
        client.clock.advance(Duration.ofMinutes(1));
        get("/rest/v1/activities.json?activityTypeIds=46&nextPageToken=" + token);
    }

    private void bulk(long webinar) {
        String window = "{'createdAt':{'startAt':'2026-03-01T00:00:00Z','endAt':'2026-03-03T00:00:00Z'}}";
        Map<String, String> filters = Map.of(
                "leads", "{'fields':['email'],'filter':" + window + "}",
                "activities", "{'fields':['leadId'],'filter':" + window + "}",
                "program/members", "{'fields':['leadId'],'filter':{'programId':" + webinar + "}}");
        filters.forEach((kind, body) -> {
            String path = "/bulk/v1/" + kind + "/export";
            String job = path + "/"
                    + post(path + "/create.json", body).at("/result/0/exportId").asText();
            post(job + "/enqueue.json", "");
            get(job + "/status.json");
            client.answer("GET", job + "/file.json", "", Map.of());
            post(job + "/cancel.json", "");
            get(path + ".json");
        });
    }

    private void judge(OpenApiInteractionValidator judge, HttpCall call, HttpAnswer answer) {
        SimpleRequest.Builder request = new SimpleRequest.Builder(Request.Method.valueOf(call.method()), call.path());
        call.query().forEach((name, values) -> request.withQueryParam(name, values));
        call.headers().forEach((name, value) -> request.withHeader(name, value));
        if (call.body().length > 0) request.withBody(call.body());
        SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.status());
        answer.headers().forEach((name, value) -> response.withHeader(name, value));
        response.withBody(answer.body());
        String operation = call.method() + " " + call.path();
        judged.add(operation);
        judge.validate(request.build(), response.build())
                .getMessages()
                .forEach(message ->
                        complaints.add(operation + " " + message.getMessage().replaceAll("/\\d+(?=[/'])", "/*")));
    }

    private JsonNode get(String target) {
        return client.get(target);
    }

    private JsonNode post(String target, String body) {
        return client.post(target, body);
    }

    private String since() {
        return client.since(NOW.minusSeconds(3600));
    }

    private static OpenApiInteractionValidator validator(String definition) {
        return OpenApiInteractionValidator.createForInlineApiSpecification(
                        corrected(definition).toString())
                .build();
    }

    /** The definition as published, without the defects that documents and recordings show it to have. */
    private static JsonNode corrected(String definition) {
        Path file = DEFINITIONS.resolve("swagger-" + definition + ".json");
        assumeTrue(Files.exists(file), "skipped: the published definitions are not at " + DEFINITIONS);
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(file));
            root.path("definitions").properties().forEach(each -> correct(each.getKey(), (ObjectNode) each.getValue()));
            return root;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void correct(String name, ObjectNode schema) {
        if (schema.path("required") instanceof ArrayNode required) {
            // Marked as always there; answers leave out errors and warnings on success, and result on failure.
            // Skipped records have no id and no key, and an activity may have none but its GUID.
            Set<String> optional = Set.of("errors", "warnings", "result", "id", "marketoGUID", "leadId");
            for (int i = required.size() - 1; i >= 0; i--) {
                if (optional.contains(required.path(i).asText())) required.remove(i);
            }
        }
        if (OPEN_RECORDS.contains(name)) schema.put("additionalProperties", true);
    }
}
